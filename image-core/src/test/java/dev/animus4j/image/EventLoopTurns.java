package dev.animus4j.image;

import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Time as an event loop knows it, so that a test can come in at any moment without a clock. */
public final class EventLoopTurns {
  private EventLoopTurns() {}

  /** Runs on the context, once it has gone round so many times. */
  public static void after(int turns, Context context, Runnable then) {
    context.runOnContext(
        turn -> {
          if (turns > 0) {
            after(turns - 1, context, then);
          } else {
            then.run();
          }
        });
  }

  /** Begins something on the context again and again, and leaves it each time a little later. */
  public static void leaving(
      int times, int factor, Context context, Supplier<Disposable> beginning) {
    for (int time = 0; time < times; time++) {
      int turns = factor * time * time;
      Promise<Void> left = Promise.promise();
      context.runOnContext(
          now -> {
            Disposable begun = beginning.get();
            after(turns, context, () -> leave(begun, left));
          });
      left.future().await();
    }
  }

  private static void leave(Disposable begun, Promise<Void> left) {
    begun.dispose();
    left.complete();
  }
}
