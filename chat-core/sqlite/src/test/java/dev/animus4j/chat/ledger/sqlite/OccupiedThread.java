package dev.animus4j.chat.ledger.sqlite;

import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CountDownLatch;

/** The thread of a ledger, busy until it is released, so that operations wait together. */
final class OccupiedThread {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private OccupiedThread() {}

  static OccupiedThread of(SqliteLedger ledger) throws InterruptedException {
    OccupiedThread occupied = new OccupiedThread();
    Disposable unused = ledger.thread().submit(db -> occupied.await()).subscribe();
    occupied.begun.await();
    return occupied;
  }

  private boolean await() {
    begun.countDown();
    try {
      released.await();
      return true;
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  void release() {
    released.countDown();
  }
}
