package dev.animus4j.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The Vert.x context on which everything about one call happens. */
record Home(Context context) {
  /** Now when already there, else as soon as the context gets to it. */
  void run(Runnable task) {
    if (isHere()) {
      task.run();
    } else {
      later(task);
    }
  }

  /** Whether this is it. */
  boolean isHere() {
    return Vertx.currentContext() == context;
  }

  /** After everything that is already waiting there. */
  void later(Runnable task) {
    context.runOnContext(v -> task.run());
  }
}
