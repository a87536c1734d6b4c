package dev.animus4j.image;

import io.vertx.core.Context;

/** Time as an event loop knows it, so that a test can come in at any moment without a clock. */
public final class Turns {
  private Turns() {}

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
}
