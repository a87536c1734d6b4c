package dev.animus4j.benchmarks;

import java.lang.reflect.Method;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Closed loop with so many slots: in each the next operation starts when the previous one has
 * ended.
 */
public final class ClosedLoop {
  private static final long PAUSE_MS = 20;
  private static final int RAMP = 50;

  private final ScheduledExecutorService pause =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "benchmark-pause"));
  private final Op op;
  private final int slots;
  private final AtomicInteger live = new AtomicInteger();
  private final LongAdder done = new LongAdder();
  private final LongAdder units = new LongAdder();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /** Creates one that is not started. */
  public ClosedLoop(Op op, int slots) {
    this.op = op;
    this.slots = slots;
  }

  /** Starts all slots; if there are many, so many of them every few milliseconds. */
  public void start() throws InterruptedException {
    int step = slots > 1000 ? slots / RAMP : slots;
    for (int slot = 0; slot < slots && !stopping; slot++) {
      if (slot > 0 && slot % step == 0) {
        Thread.sleep(PAUSE_MS);
      }
      live.incrementAndGet();
      startSlot(slot);
    }
  }

  /** Stops, and waits for the running operations. */
  public void stop(long timeoutMs) throws InterruptedException {
    stopping = true;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    while (live.get() > 0 && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    pause.shutdown();
    if (live.get() > 0) {
      failures.add(new IllegalStateException(live.get() + " did not end"));
    }
  }

  /** How many operations have ended well. */
  public long completed() {
    return done.sum();
  }

  long units() {
    return units.sum();
  }

  /** What the others ended with. */
  public Queue<Throwable> failures() {
    return failures;
  }

  private void startSlot(int slot) {
    if (op instanceof Op.Async async) {
      new Slot(slot, async).next();
    } else {
      BlockingSlot blockingSlot = new BlockingSlot(slot, (Op.Blocking) op);
      if (Boolean.getBoolean("virtual")) {
        startVirtual(blockingSlot);
      } else {
        daemon(blockingSlot, "slot-" + slot).start();
      }
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Starts a virtual thread by reflection, since this is compiled for a JDK that has none. */
  private static void startVirtual(Runnable task) {
    try {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      start.invoke(null, task);
    } catch (ReflectiveOperationException tooOld) {
      throw new IllegalStateException(tooOld);
    }
  }

  private void recordCompletion(long delivered) {
    units.add(delivered);
    done.increment();
  }

  private final class Slot implements Op.Done {
    private final int slot;
    private final Op.Async async;

    Slot(int slot, Op.Async async) {
      this.slot = slot;
      this.async = async;
    }

    void next() {
      if (stopping) {
        live.decrementAndGet();
        return;
      }
      try {
        async.run(slot, this);
      } catch (Exception failure) {
        fail(failure);
      }
    }

    @Override
    public void ok(long delivered) {
      recordCompletion(delivered);
      next();
    }

    @Override
    public void fail(Throwable failure) {
      failures.add(failure);
      var unused = pause.schedule(this::next, PAUSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  private final class BlockingSlot implements Runnable {
    private final int slot;
    private final Op.Blocking blocking;

    BlockingSlot(int slot, Op.Blocking blocking) {
      this.slot = slot;
      this.blocking = blocking;
    }

    @Override
    public void run() {
      do {
        try {
          recordCompletion(blocking.run(slot));
        } catch (Exception failure) {
          failures.add(failure);
        }
      } while (!stopping);
      live.decrementAndGet();
    }
  }
}
