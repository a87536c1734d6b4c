package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;

/** Sends to a conversation that has so many messages already. */
final class LongHistory {
  private LongHistory() {}

  static Op.Async of(Target provider) {
    int messages = Integer.parseInt(provider.settings().replace("m=", ""));
    HistoryStore history = HistoryStore.inMemory(100, Math.max(1, messages));
    HistoryEntry entry = HistoryEntry.of(Message.user("What was said before."), Instant.EPOCH);
    Flowable.range(0, messages)
        .concatMapCompletable(i -> history.append("c", entry))
        .blockingAwait();
    ChatModel model = request -> Single.just(ChatResponse.of("An answer."));
    AnimusClient client =
        AnimusClient.builder(ClientSetup.vertx())
            .chatModel(model)
            .history(history)
            .options(ClientSetup.options(false))
            .build();
    Chat chat = client.chat("c");
    return (slot, done) -> {
      var unused = chat.send("And then?").ignoreElements().subscribe(() -> done.ok(1), done::fail);
    };
  }
}
