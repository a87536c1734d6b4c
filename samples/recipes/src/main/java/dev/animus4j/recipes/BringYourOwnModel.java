package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import io.reactivex.rxjava3.core.Single;

/**
 * Answers with a model of your own: a lambda is enough; events, history and turns work as always.
 */
public final class BringYourOwnModel {
  private BringYourOwnModel() {}

  public static void main(String[] arguments) {
    ChatModel parrot =
        request -> {
          var last = request.messages().get(request.messages().size() - 1);
          return Single.just(ChatResponse.of("You said: " + last.content()));
        };
    try (AnimusClient client =
        AnimusClient.builder()
            .chatModel(parrot)
            .options(ChatOptions.of("parrot", "Repeat what you hear."))
            .build()) {
      System.out.println(client.chat().ask("Hello!").blockingGet().text());
    }
  }
}
