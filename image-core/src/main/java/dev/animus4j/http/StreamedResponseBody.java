package dev.animus4j.http;

import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Body of one response, for one subscriber. It is read ahead of demand up to a limit, then paused.
 * Bytes that arrived before a failure are emitted before the failure. Cancelling only stops
 * reading: the {@link HttpExchange} decides about the connection.
 *
 * <p>The platform's {@code FlowableHelper} is not used: there a failure overtakes the bytes before
 * it, a failure before the subscription is lost, and cancelling reads on to the end.
 */
final class StreamedResponseBody extends ResponseBody implements Subscription {
  /** How many bytes may be unread; the platform buffers 16 pieces and one read more. */
  private static final int HIGH_WATER_MARK = 64 * 1024;

  private static final int MAX_PIECE = HttpClientOptions.DEFAULT_MAX_CHUNK_SIZE;
  private final HttpClientResponse response;
  private final CallEventLoop eventLoop;
  private final CallTimer callTimer;
  private final UnreadBodyPieces pending = new UnreadBodyPieces();
  private @Nullable Subscriber<? super Buffer> subscriber;
  private @Nullable Throwable failure;
  private boolean subscribed;
  private boolean cancelled;
  private boolean flowing = true;
  private boolean ended;
  private boolean done;
  private boolean draining;
  private boolean moreExpected;
  private long requested;

  StreamedResponseBody(HttpClientResponse response, CallEventLoop eventLoop, CallTimer callTimer) {
    this.response = response;
    this.eventLoop = eventLoop;
    this.callTimer = callTimer;
  }

  /** Attaches to the response; {@code explain} maps a broken connection to its failure. */
  StreamedResponseBody attach(Function<Throwable, Throwable> explain) {
    response.handler(this::receive);
    response.endHandler(v -> end());
    response.exceptionHandler(e -> fail(explain.apply(e)));
    return this;
  }

  @Override
  void limitGap(Duration most) {
    callTimer.limitGap(most);
  }

  @Override
  boolean isEnded() {
    return ended;
  }

  @Override
  void discard(Runnable atEnd, Runnable tooMuch) {
    subscriber = null;
    pending.clear();
    done = true;
    failure = new IllegalStateException("A body can be read only while its call lasts");
    response.handler(new BodyDrain(tooMuch));
    response.endHandler(v -> atEnd.run());
    response.resume();
  }

  @Override
  protected void subscribeActual(Subscriber<? super Buffer> next) {
    if (subscribed) {
      Flowable.<Buffer>error(new IllegalStateException("A body can be read once")).subscribe(next);
      return;
    }
    subscribed = true;
    next.onSubscribe(this);
    eventLoop.run(
        () -> {
          subscriber = cancelled ? null : next;
          drain();
        });
  }

  @Override
  public void request(long n) {
    boolean unused = eventLoop.run(() -> addDemand(n));
  }

  @Override
  public void cancel() {
    eventLoop.run(
        () -> {
          cancelled = true;
          subscriber = null;
          callTimer.pause();
        });
  }

  private void addDemand(long n) {
    requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
    drain();
  }

  /** After a piece of maximum size the drain waits: it is rarely the last that has arrived. */
  private void receive(Buffer piece) {
    pending.add(piece);
    if (piece.length() < MAX_PIECE || pending.bytes() > HIGH_WATER_MARK) {
      drain();
    } else if (!moreExpected) {
      moreExpected = true;
      eventLoop.runLater(
          () -> {
            moreExpected = false;
            drain();
          });
    }
  }

  private void end() {
    failure = done ? failure : null; // the connection was closed right behind all of it
    ended = true;
    done = true;
    drain();
  }

  /** Fetches the pieces that the response still buffers; the failure is emitted after them. */
  void fail(Throwable cause) {
    if (failure == null && !done) {
      failure = cause;
      response.resume();
      eventLoop.runLater(
          () -> {
            done = true;
            drain();
          });
    }
  }

  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    while (subscriber != null && requested > 0 && !pending.isEmpty()) {
      deliver(subscriber, pending.take());
    }
    draining = false;
    updateFlow();
    if (done && pending.isEmpty() && subscriber != null) {
      finish(subscriber);
    }
  }

  /** Emits a piece; an exception thrown by foreign code downstream ends this call. */
  private void deliver(Subscriber<? super Buffer> next, Buffer piece) {
    requested -= requested == Long.MAX_VALUE ? 0 : 1;
    try {
      next.onNext(piece);
    } catch (Throwable thrown) {
      pending.clear();
      failure = FaultIsolation.failure(thrown);
      finish(next);
    }
  }

  private void updateFlow() {
    if (subscriber != null && requested > 0 && failure == null && !ended) {
      callTimer.start(Limit.GAP);
    } else {
      callTimer.pause();
    }
    boolean open = failure == null && !done;
    if (open && flowing && pending.bytes() > HIGH_WATER_MARK) {
      flowing = false;
      response.pause();
    } else if (open && !flowing && pending.bytes() <= HIGH_WATER_MARK / 2) {
      flowing = true;
      response.resume();
    }
  }

  private void finish(Subscriber<? super Buffer> last) {
    subscriber = null;
    if (failure == null) {
      last.onComplete();
    } else {
      last.onError(failure);
    }
  }
}
