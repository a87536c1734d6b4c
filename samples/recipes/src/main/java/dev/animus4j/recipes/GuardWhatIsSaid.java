package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.provider.AnimusChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.image.PromptRules;
import io.vertx.core.Vertx;
import java.util.List;

/** Judges what is said before anybody hears it: hides phone numbers, refuses the rest. */
public final class GuardWhatIsSaid {
  private GuardWhatIsSaid() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    String url = Provider.simulate(vertx) + "/v3";
    Http http = Http.create(vertx, HttpOptions.defaults());
    Guardrail privacy = Guardrail.of(matter -> hidden(matter.text())); // at every stage
    Guardrail rules = Guardrail.of(PromptRules.none().prohibiting("casino")).only(Stage.INPUT);
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(AnimusChat.at(url, http, Credentials.key("any")))
            .guardrail(rules.and(privacy).and(Guardrail.compliance()))
            .options(ChatOptions.of("any", "Be kind."))
            .onClose(http.close())
            .build();

    for (String text : List.of("Call me: 0123 456789", "Which casino?", "About murder.")) {
      client.chat().send(text).blockingForEach(e -> System.out.println(ChatEvents.json(e)));
    }
    client.close().blockingAwait();
    vertx.close().await();
  }

  private static Verdict hidden(String text) {
    String shown = text.replaceAll("\\d[\\d -]{6,}\\d", "…");
    return shown.equals(text) ? Verdict.allowed() : Verdict.replaced(shown, "phone number");
  }
}
