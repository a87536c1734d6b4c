package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Closeable;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a client whose Vert.x is being closed: its event loops wait until all has been told. What
 * the client opened is closed too, but not waited for, since it may close Vert.x itself.
 */
final class VertxClosing {
  private static final Logger LOG = LoggerFactory.getLogger(AnimusClient.class);

  private final VertxInternal vertx;
  private final Closeable hook;

  VertxClosing(Vertx vertx, Completable quiet, Supplier<Completable> close) {
    this.vertx = (VertxInternal) vertx;
    this.hook =
        done -> {
          begin(close.get());
          var unused = quiet.subscribe(done::succeed, done::fail);
        };
    this.vertx.addCloseHook(hook);
  }

  private static void begin(Completable closing) {
    var unused = closing.subscribe(() -> {}, VertxClosing::failed);
  }

  private static void failed(Throwable failure) {
    LOG.warn("Something that the client opened was not closed", failure);
  }

  void remove() {
    vertx.removeCloseHook(hook);
  }
}
