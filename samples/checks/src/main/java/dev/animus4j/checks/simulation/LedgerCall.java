package dev.animus4j.checks.simulation;

import dev.animus4j.checks.simulation.LedgerFaults.Fate;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import org.jspecify.annotations.Nullable;

/** Call of a ledger by a client: when it is stored, and when it is answered, if at all. */
final class LedgerCall<T> {
  private final LedgerClient client;
  private final LedgerWorld world;
  private final Single<T> operation;
  private final Fate fate;
  private final long start;
  private @Nullable SingleEmitter<T> caller;
  private @Nullable T value;
  private @Nullable Throwable failure;
  private long end = Long.MAX_VALUE;
  private boolean failed;

  LedgerCall(LedgerClient client, LedgerWorld world, Single<T> operation) {
    this.client = client;
    this.world = world;
    this.operation = operation;
    this.fate = world.faults().next();
    this.start = world.now();
  }

  /** In milliseconds. */
  long start() {
    return start;
  }

  /** When it was answered, or given up; far in the future when it was not. */
  long end() {
    return end;
  }

  /** Whether it was not answered, or with a failure. */
  boolean isFailed() {
    return failed || end == Long.MAX_VALUE;
  }

  void start(SingleEmitter<T> emitter) {
    caller = emitter;
    emitter.setCancellable(this::giveUp);
    if (fate == Fate.AT_ONCE) {
      perform();
      answer();
    } else {
      world.counters().add("ledger " + fate);
      world.scheduler().schedule(world.faults().delay(), this::arrive);
    }
  }

  /** A caller that has timed out does not keep a request on its way from arriving. */
  private void giveUp() {
    if (end == Long.MAX_VALUE) {
      end = world.now();
      failed = true;
    }
  }

  private void arrive() {
    boolean lost = client.hasCrashed() && world.random().oneIn(2);
    if (fate.isStored() && !lost) {
      perform();
    }
    if (fate.isAnswered()) {
      world.scheduler().schedule(world.faults().delay(), this::answer);
    }
  }

  private void perform() {
    var unused = operation.subscribe(found -> value = found, cause -> failure = cause);
  }

  private void answer() {
    if (client.hasCrashed() || end != Long.MAX_VALUE) {
      return;
    }
    end = world.now();
    SingleEmitter<T> to = Invariant.notNull(caller, "who asked");
    if (fate.isFailure()) {
      failed = true;
      to.onError(world.faults().failure(fate));
    } else if (failure != null) {
      failed = true;
      to.onError(failure);
    } else {
      to.onSuccess(Invariant.notNull(value, "what was found"));
    }
  }
}
