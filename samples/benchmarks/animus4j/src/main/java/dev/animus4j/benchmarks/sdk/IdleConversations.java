package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * Creates a hundred thousand conversations with ten answered messages each; after some others, so
 * that bounded structures, such as the log of events, are full before.
 */
final class IdleConversations implements Op.Blocking {
  private static final int CONVERSATIONS = 100_000;
  private static final int OTHERS = 10_000;
  private static final int QUESTIONS = 10;
  private static final int AT_ONCE = 64;
  private static final int ENTRIES = 10_000;

  private final AnimusClient client;

  IdleConversations(Target provider) {
    ChatModel model = request -> Single.fromCallable(() -> ChatResponse.of(text("Answer")));
    this.client =
        AnimusClient.builder(ClientSetup.vertx())
            .chatModel(model)
            .maxConversations(OTHERS + CONVERSATIONS)
            .history(HistoryStore.inMemory(OTHERS + CONVERSATIONS, ENTRIES))
            .options(ClientSetup.options(false))
            .build();
    talk("other-", OTHERS).blockingAwait();
  }

  /** A new text each time, as from a network; 50 characters. */
  private static String text(String prefix) {
    return prefix
        + " of fifty characters, every one a byte in memory.".substring(0, 50 - prefix.length());
  }

  @Override
  public long run(int slot) {
    talk("user-", CONVERSATIONS).blockingAwait();
    return CONVERSATIONS;
  }

  private Completable talk(String name, int conversations) {
    return Flowable.range(0, conversations)
        .flatMapCompletable(i -> talk(client.chat(name + i)), false, AT_ONCE);
  }

  private static Completable talk(Chat chat) {
    return Flowable.range(0, QUESTIONS)
        .concatMapCompletable(i -> chat.send(text("Question")).ignoreElements());
  }
}
