package dev.animus4j.vertx;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects subscriptions by RxJava's blocking operators on an event loop. That thread would wait for
 * results that only it can deliver, for ever and without a word.
 */
public final class BlockedEventLoop {
  private static final String RXJAVA = "io.reactivex.rxjava3.";
  private static final String OWN = "dev.animus4j.";
  private static final StackWalker STACK = StackWalker.getInstance();
  private static final long SPAN_NANOS = 100_000_000;
  private static final int CHECKS = 50;
  private static final FastThreadLocal<Budget> BUDGET =
      new FastThreadLocal<>() {
        @Override
        protected Budget initialValue() {
          return new Budget();
        }
      };

  private BlockedEventLoop() {}

  /**
   * Called while a stream is being subscribed to. It looks at the stack of callers on event loops
   * only; within a conversation there is nothing to see. Since that takes as long as a third of a
   * call of a model, it looks at 50 of them within 100 ms on one event loop: at all while somebody
   * tries a program out, and at some under load.
   *
   * @throws IllegalStateException when the subscriber blocks this event loop
   */
  public static void check() {
    if (Context.isOnEventLoopThread()
        && !VerticleFreeContexts.isOwn(Vertx.currentContext())
        && BUDGET.get().take(System.nanoTime())) {
      STACK.walk(BlockedEventLoop::blockingOperator).ifPresent(BlockedEventLoop::fail);
    }
  }

  /** How many subscribers on this thread may still be looked at. */
  private static final class Budget {
    private long start = System.nanoTime();
    private int left = CHECKS;

    boolean take(long now) {
      if (now - start > SPAN_NANOS) {
        start = now;
        left = CHECKS;
      }
      left--;
      return left >= 0;
    }
  }

  /** The blocking operator that has subscribed; frames of others end the search. */
  private static Optional<String> blockingOperator(Stream<StackFrame> frames) {
    return frames
        .takeWhile(frame -> isOf(frame, RXJAVA) || isOf(frame, OWN))
        .filter(BlockedEventLoop::isBlocking)
        .map(StackFrame::getMethodName)
        .findFirst();
  }

  private static boolean isOf(StackFrame frame, String packages) {
    return frame.getClassName().startsWith(packages);
  }

  /**
   * Iterables subscribe when they are iterated over, in classes named for that they block. What is
   * called {@code onNext} there is no caller: another thread blocks.
   */
  private static boolean isBlocking(StackFrame frame) {
    String method = frame.getMethodName();
    return isOf(frame, RXJAVA)
        && (method.startsWith("blocking")
            || (frame.getClassName().contains(".Blocking") && !method.startsWith("on")));
  }

  private static void fail(String operator) {
    throw new IllegalStateException(
        operator
            + "() would block the event loop "
            + Thread.currentThread().getName()
            + ", which delivers what it waits for: subscribe instead, or block on a worker, on a"
            + " virtual thread or in executeBlocking");
  }
}
