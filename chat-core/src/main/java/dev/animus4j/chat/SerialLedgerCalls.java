package dev.animus4j.chat;

import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Consumer;

/** Calls of a ledger by one conversation, one at a time. Confined to the context of that. */
final class SerialLedgerCalls {
  private final StoreTimeout timeout;
  private final Runnable whenIdle;
  private boolean busy;

  /** Calls after each of which {@code whenIdle} runs, unless it has led to another. */
  SerialLedgerCalls(Scheduler scheduler, Runnable whenIdle) {
    this.timeout = new StoreTimeout(scheduler);
    this.whenIdle = whenIdle;
  }

  /** Whether an answer is being waited for. */
  boolean isBusy() {
    return busy;
  }

  /** Makes a call; what it throws, and that it takes too long, is a failure. */
  <T> void call(Single<T> call, Consumer<T> onAnswer, Consumer<Throwable> onFailure) {
    busy = true;
    var unused =
        timeout
            .timeout(FaultIsolation.single(() -> call), Deadlines.DEFAULT.store())
            .subscribe(
                answer -> resume(() -> onAnswer.accept(answer)),
                cause -> resume(() -> onFailure.accept(cause)));
  }

  private void resume(Runnable next) {
    busy = false;
    next.run();
    if (!busy) {
      whenIdle.run();
    }
  }
}
