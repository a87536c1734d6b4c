package dev.animus4j.chat.ledger.sqlite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Operations that wait, in their order; there is a limit to how many. */
final class OperationQueue {
  private static final int MAX_WAITING = 10_000;
  private static final long MAX_WAITING_BYTES = 64L << 20;
  private static final int MAX_TAKEN = 512;
  private static final long MAX_TAKEN_BYTES = 4L << 20;

  private final Queue<PendingOperation<?>> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean isClosed;

  /** Fails when the queue is full or closed. */
  synchronized void add(PendingOperation<?> operation) {
    if (isClosed) {
      throw SqliteFailures.closed();
    }
    boolean isFull = waiting.size() >= MAX_WAITING || bytes + operation.bytes() > MAX_WAITING_BYTES;
    if (isFull && !waiting.isEmpty()) {
      throw SqliteFailures.overloaded();
    }
    waiting.add(operation);
    bytes += operation.bytes();
    notifyAll();
  }

  /** Waits for operations, and takes all, or as many as one transaction should have. */
  synchronized List<PendingOperation<?>> take() {
    while (waiting.isEmpty() && !isClosed) {
      await();
    }
    List<PendingOperation<?>> taken = new ArrayList<>();
    long takenBytes = 0;
    while (!waiting.isEmpty() && taken.size() < MAX_TAKEN && takenBytes < MAX_TAKEN_BYTES) {
      PendingOperation<?> next = waiting.remove();
      taken.add(next);
      takenBytes += next.bytes();
    }
    bytes -= takenBytes;
    return taken;
  }

  private void await() {
    try {
      wait();
    } catch (InterruptedException interrupted) {
      // the thread ends when the queue is closed, not before
    }
  }

  /** Takes no more; what waits can still be taken. */
  synchronized void close() {
    isClosed = true;
    notifyAll();
  }
}
