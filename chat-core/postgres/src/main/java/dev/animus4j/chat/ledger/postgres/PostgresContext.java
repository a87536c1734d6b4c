package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.vertx.VerticleFreeContexts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event loop on which a ledger or an image store does its work; it is picked when there is any.
 */
final class PostgresContext {
  private final Vertx vertx;
  private final AtomicReference<@Nullable Context> context = new AtomicReference<>();

  PostgresContext(Vertx vertx) {
    this.vertx = vertx;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Runs it there; its outcome is delivered on the context of the caller, if that is on one. */
  <T> Future<T> run(Supplier<Future<T>> operation) {
    Context caller = Vertx.currentContext();
    return run(
        operation, caller == null ? Promise.promise() : ((ContextInternal) caller).promise());
  }

  /** Runs it there; its outcome is delivered there too. */
  <T> Future<T> runDetached(Supplier<Future<T>> operation) {
    return run(operation, Promise.promise());
  }

  private <T> Future<T> run(Supplier<Future<T>> operation, Promise<T> outcome) {
    own()
        .runOnContext(
            now ->
                Future.succeededFuture().compose(started -> operation.get()).onComplete(outcome));
    return outcome.future();
  }

  private Context own() {
    Context picked = context.get();
    if (picked != null) {
      return picked;
    }
    Context created = VerticleFreeContexts.create(vertx);
    Context other = context.compareAndExchange(null, created);
    return other == null ? created : other;
  }

  /** Completes after this time, for callers on this context. */
  Future<Void> delay(long millis) {
    Promise<Void> later = Promise.promise();
    vertx.setTimer(millis, timer -> later.complete());
    return later.future();
  }
}
