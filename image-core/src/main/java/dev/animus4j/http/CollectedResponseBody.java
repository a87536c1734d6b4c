package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** Body that the {@code WebClient} collects, up to a limit. */
final class CollectedResponseBody extends ResponseBody implements BodyStream<Buffer> {
  private final BodyCollector collector;
  private final CallTimer timer;
  private final SingleSubject<Buffer> whole = SingleSubject.create();
  private boolean ended;

  CollectedResponseBody(BodyCollector collector, CallTimer timer) {
    this.collector = collector;
    this.timer = timer;
    timer.start(Limit.GAP);
  }

  /** Attaches to the end of the client's call; {@code explain} maps a broken connection. */
  CollectedResponseBody attach(Future<?> end, Function<Throwable, Throwable> explain) {
    end.onComplete(v -> complete(), e -> fail(e instanceof AnimusException ? e : explain.apply(e)));
    return this;
  }

  private void complete() {
    ended = true;
    timer.pause();
    whole.onSuccess(collector.bytes());
  }

  private void fail(Throwable failure) {
    timer.pause();
    whole.onError(failure);
  }

  @Override
  protected void subscribeActual(Subscriber<? super Buffer> subscriber) {
    whole.toFlowable().subscribe(subscriber);
  }

  /** All bytes at once, be it none. */
  Single<Buffer> whole() {
    return whole;
  }

  @Override
  boolean isEnded() {
    return ended;
  }

  /** Does not read on, since the rest would only be collected. */
  @Override
  void discard(Runnable atEnd, Runnable tooMuch) {
    tooMuch.run();
  }

  @Override
  public Future<Void> write(Buffer piece) {
    timer.start(Limit.GAP);
    try {
      collector.add(piece);
      return Future.succeededFuture();
    } catch (AnimusException.Protocol tooLarge) {
      return Future.failedFuture(tooLarge);
    }
  }

  /** Called at the end, and also where a body is cut short: only the client's call tells which. */
  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Buffer> result() {
    return Future.succeededFuture(collector.bytes());
  }

  @Override
  public void handle(Throwable failure) {}

  @Override
  public CollectedResponseBody exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public CollectedResponseBody setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public CollectedResponseBody drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }
}
