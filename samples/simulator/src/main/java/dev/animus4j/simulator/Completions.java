package dev.animus4j.simulator;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Answers chat requests, whole or as an event stream. */
final class Completions {
  private final Dialect dialect;
  private final Rules rules = new Rules();
  private final AtomicLong count = new AtomicLong();

  Completions(Dialect dialect) {
    this.dialect = dialect;
  }

  Future<Answer> answer(Call call) {
    Question question = Question.asked(call.json(), dialect);
    Completion completion =
        new Completion(
            dialect,
            "chatcmpl-sim" + count.incrementAndGet(),
            System.currentTimeMillis() / 1000,
            question,
            rules.reply(question));
    Answer answer =
        question.asks("stream")
            ? Answer.events(new CompletionEvents(completion).iterator())
            : Answer.json(completion.json());
    return Future.succeededFuture(answer);
  }
}
