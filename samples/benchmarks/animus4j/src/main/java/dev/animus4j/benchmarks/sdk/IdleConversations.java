package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatReply;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * A hundred thousand conversations, in each of which ten questions are answered; after some others,
 * so that what has a bound, such as the log of events, is full before.
 */
final class IdleConversations implements Op.Blocking {
  private static final int CONVERSATIONS = 100_000;
  private static final int OTHERS = 10_000;
  private static final int QUESTIONS = 10;
  private static final int AT_ONCE = 64;
  private static final int ENTRIES = 10_000;

  private final AnimusClient client;

  IdleConversations(Target provider) {
    ChatModel model = request -> Single.fromCallable(() -> ChatReply.of(text("Answer")));
    this.client =
        AnimusClient.builder(Setup.vertx())
            .chatModel(model)
            .conversations(OTHERS + CONVERSATIONS)
            .history(History.inMemory(OTHERS + CONVERSATIONS, ENTRIES))
            .options(Setup.options(false))
            .build();
    talk("other-", OTHERS).blockingAwait();
  }

  /** A text of its own each time, as from a network; 50 characters. */
  private static String text(String beginning) {
    return beginning
        + " of fifty characters, every one a byte in memory.".substring(0, 50 - beginning.length());
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
