package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Closeable;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the client when its Vert.x is closed: the event loops wait until its last events are
 * published. What the client opened is closed too, but not waited for, since that may close Vert.x
 * itself.
 */
final class VertxCloseHook {
  private static final Logger LOG = LoggerFactory.getLogger(AnimusClient.class);

  private final VertxInternal vertx;
  private final Closeable hook;

  VertxCloseHook(Vertx vertx, Completable quiet, Supplier<Completable> close) {
    this.vertx = (VertxInternal) vertx;
    this.hook =
        done -> {
          startClose(close.get());
          var unused = quiet.subscribe(done::succeed, done::fail);
        };
    this.vertx.addCloseHook(hook);
  }

  private static void startClose(Completable closing) {
    var unused = closing.subscribe(() -> {}, VertxCloseHook::logFailure);
  }

  private static void logFailure(Throwable failure) {
    LOG.warn("Something that the client opened was not closed", failure);
  }

  void remove() {
    vertx.removeCloseHook(hook);
  }
}
