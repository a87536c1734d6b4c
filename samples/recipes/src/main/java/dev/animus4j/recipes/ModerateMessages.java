package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.image.PromptRules;
import java.util.List;

/** Moderates messages before they are published: masks phone numbers, answers some itself. */
public final class ModerateMessages {
  private ModerateMessages() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    Guardrail privacy = Guardrail.of(input -> hideNumbers(input.text())); // at every stage
    Guardrail rules =
        Guardrail.of(
                PromptRules.none().withProhibitedTerms("casino"),
                "Let us talk about something else.")
            .limitTo(GuardrailStage.INPUT, GuardrailStage.IMAGE_PROMPT);
    Guardrail all = rules.andThen(privacy).andThen(Guardrail.providerModeration());

    try (AnimusClient client = AnimusClient.builder().fromEnv().guardrail(all).build()) {
      for (String text : List.of("Call me: 0123 456789", "Which casino?", "About murder.")) {
        client.chat().send(text).blockingForEach(e -> System.out.println(ChatEvents.toJson(e)));
      }
      client
          .generateImage("A casino by the sea")
          .blockingSubscribe(
              image -> System.out.println(image.location()),
              failure -> System.out.println("No image: " + failure.getMessage()));
    }
  }

  private static Verdict hideNumbers(String text) {
    String masked = text.replaceAll("\\d[\\d -]{6,}\\d", "…");
    return masked.equals(text) ? Verdict.allow() : Verdict.replace(masked, "phone number");
  }
}
