package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.stream.Collectors;

/** Sends the latest messages, preceded by a summary of the earlier ones. */
public final class SummariseLongConversations {
  private SummariseLongConversations() {}

  public static void main(String[] arguments) {
    ChatModel model = request -> Single.just(ChatResponse.of("I was sent:" + texts(request)));
    ChatModel notes = request -> Single.just(ChatResponse.of("The user is called Anna."));

    ChatOptions options =
        ChatOptions.of("any", "Be kind.").withMaxHistoryMessages(8).withMaxHistoryTokens(4000);
    try (AnimusClient client =
        AnimusClient.builder()
            .chatModel(model)
            .history(HistoryStore.inMemory().withSummaries(notes.withModel("a-small-model")))
            .options(options)
            .build()) {
      Chat chat = client.chat("anna");
      chat.send("My name is Anna").blockingSubscribe();
      for (int number = 2; number <= 5; number++) {
        chat.send("Message " + number).blockingSubscribe();
      }
      List<HistoryEntry> all = chat.history().get().blockingGet();
      System.out.println(all.get(all.size() - 1).message().content());
      System.out.println("Entries of which one is a summary: " + all.size());
    }
  }

  private static String texts(ChatRequest request) {
    return request.messages().stream()
        .map(message -> " [" + message.content().replaceAll("I was sent.*", "…") + "]")
        .collect(Collectors.joining());
  }
}
