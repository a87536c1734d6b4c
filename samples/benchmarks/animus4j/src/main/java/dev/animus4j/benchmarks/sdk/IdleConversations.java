package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatReply;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/** A hundred thousand conversations, in each of which ten questions are answered. */
final class IdleConversations implements Op.Blocking {
  private static final int CONVERSATIONS = 100_000;
  private static final int QUESTIONS = 10;

  private final AnimusClient client;

  IdleConversations(Target provider) {
    ChatModel model = request -> Single.fromCallable(() -> ChatReply.of(text("Answer")));
    this.client =
        AnimusClient.builder(Setup.vertx()).chatModel(model).options(Setup.options(false)).build();
  }

  /** A text of its own each time, as from a network; 50 characters. */
  private static String text(String beginning) {
    return beginning
        + " of fifty characters, every one a byte in memory.".substring(0, 50 - beginning.length());
  }

  @Override
  public long run(int slot) {
    return Flowable.range(0, CONVERSATIONS)
        .flatMapCompletable(
            i ->
                Flowable.range(0, QUESTIONS)
                    .concatMapCompletable(
                        j -> client.chat("user-" + i).send(text("Question")).ignoreElements()),
            false,
            64)
        .toSingleDefault((long) CONVERSATIONS)
        .blockingGet();
  }
}
