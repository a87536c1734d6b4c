package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Closeable;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

/**
 * Closes the client when its Vert.x is closed: the event loops wait until its last events are
 * published. What the client opened is closed too, but not waited for, since that may close Vert.x
 * itself.
 */
final class VertxCloseHook {
  private final VertxInternal vertx;
  private final Closeable hook;

  VertxCloseHook(Vertx vertx, Completable quiet, Runnable close) {
    this.vertx = (VertxInternal) vertx;
    this.hook =
        done -> {
          close.run();
          var unused = quiet.subscribe(done::succeed, done::fail);
        };
    this.vertx.addCloseHook(hook);
  }

  void remove() {
    vertx.removeCloseHook(hook);
  }
}
