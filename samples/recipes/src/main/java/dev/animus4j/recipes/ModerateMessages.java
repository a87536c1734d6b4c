package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.PromptRules;
import io.vertx.core.Vertx;
import java.util.List;

/** Moderates messages before they are published: masks phone numbers, answers some itself. */
public final class ModerateMessages {
  private ModerateMessages() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    String url = RecipeProvider.simulate() + "/v3";
    Endpoint animus = AnimusChat.endpoint(Credentials.key("any")).withBaseUrl(url);
    Http http = Http.create(vertx);
    Guardrail privacy = Guardrail.of(input -> hideNumbers(input.text())); // at every stage
    Guardrail rules =
        Guardrail.of(
                PromptRules.none().withProhibitedTerms("casino"),
                "Let us talk about something else.")
            .limitTo(GuardrailStage.INPUT);
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(AnimusChat.create(http, animus, "any"))
            .guardrail(rules.andThen(privacy).andThen(Guardrail.providerModeration()))
            .options(ChatOptions.of("any", "Be kind."))
            .onClose(http::closeAsync)
            .build();

    for (String text : List.of("Call me: 0123 456789", "Which casino?", "About murder.")) {
      client.chat().send(text).blockingForEach(e -> System.out.println(ChatEvents.toJson(e)));
    }
    vertx.close().await();
  }

  private static Verdict hideNumbers(String text) {
    String masked = text.replaceAll("\\d[\\d -]{6,}\\d", "…");
    return masked.equals(text) ? Verdict.allow() : Verdict.replace(masked, "phone number");
  }
}
