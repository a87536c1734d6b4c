package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Collectors;

/** Sends the latest messages, and before them a summary of what was said earlier. */
public final class SummariseLongConversations {
  private SummariseLongConversations() {}

  public static void main(String[] arguments) {
    ChatModel model = request -> Single.just(ChatReply.of("I was sent:" + said(request)));
    ChatModel notes = request -> Single.just(ChatReply.of("The user is called Anna."));

    Vertx vertx = Vertx.vertx();
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(model)
            .history(History.inMemory().summarising(notes.named("a-small-model")))
            .options(ChatOptions.of("any", "Be kind.").remembering(8).rememberingTokens(4000))
            .build();
    Chat chat = client.chat("anna");
    chat.send("My name is Anna").blockingSubscribe();
    for (int number = 2; number <= 5; number++) {
      chat.send("Message " + number).blockingSubscribe();
    }
    List<Entry> all = chat.history().get().blockingGet();
    System.out.println(all.get(all.size() - 1).message().content());
    System.out.println("Entries of which one is a summary: " + all.size());
    client.close().blockingAwait();
    vertx.close().await();
  }

  private static String said(ChatRequest request) {
    return request.messages().stream()
        .map(message -> " [" + message.content().replaceAll("I was sent.*", "…") + "]")
        .collect(Collectors.joining());
  }
}
