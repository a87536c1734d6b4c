package dev.animus4j.http;

import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of one response, for one subscriber. It is read ahead of demand, but not far; then it is
 * paused. What arrived before a failure is delivered before the failure. Cancelling only stops
 * reading: what becomes of the connection is for the {@link Exchange} to say.
 *
 * <p>The platform's {@code FlowableHelper} does not do: a failure overtakes the bytes before it, a
 * failure before the subscription is lost, and cancelling reads on to the end.
 */
final class Body extends Flowable<Buffer> implements Subscription {
  /** How much may lie unread, in bytes; the platform keeps 16 pieces and one reading more. */
  private static final int ENOUGH = 64 * 1024;

  private static final int LARGEST_PIECE = HttpClientOptions.DEFAULT_MAX_CHUNK_SIZE;
  private final HttpClientResponse response;
  private final Home home;
  private final Watch watch;
  private final Arrivals arrived = new Arrivals();
  private @Nullable Subscriber<? super Buffer> subscriber;
  private @Nullable Throwable failure;
  private boolean subscribed;
  private boolean left;
  private boolean flowing = true;
  private boolean ended;
  private boolean over;
  private boolean draining;
  private boolean moreExpected;
  private long requested;

  Body(HttpClientResponse response, Home home, Watch watch) {
    this.response = response;
    this.home = home;
    this.watch = watch;
  }

  /** Connects to the response; {@code explained} says what a broken connection means. */
  Body listening(Function<Throwable, Throwable> explained) {
    response.handler(this::arrive);
    response.endHandler(v -> end());
    response.exceptionHandler(e -> fail(explained.apply(e)));
    return this;
  }

  boolean ended() {
    return ended;
  }

  /** Nobody reads on. What still comes is thrown away, to the end or until it is too much. */
  void discard(Runnable atEnd, Runnable tooMuch) {
    subscriber = null;
    arrived.clear();
    over = true;
    failure = new IllegalStateException("A body can be read only while its call lasts");
    response.handler(new Remainder(tooMuch));
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
    home.run(() -> begin(next));
  }

  @Override
  public void request(long n) {
    if (home.isHere()) {
      demand(n);
    } else {
      home.later(() -> demand(n));
    }
  }

  @Override
  public void cancel() {
    home.run(this::leave);
  }

  private void begin(Subscriber<? super Buffer> next) {
    subscriber = left ? null : next;
    drain();
  }

  private void leave() {
    left = true;
    subscriber = null;
    watch.pause();
  }

  private void demand(long n) {
    requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
    drain();
  }

  /** As large as the platform makes pieces, one is rarely the last that has arrived. */
  private void arrive(Buffer piece) {
    arrived.add(piece);
    if (piece.length() < LARGEST_PIECE || arrived.bytes() > ENOUGH) {
      drain();
    } else if (!moreExpected) {
      moreExpected = true;
      home.later(
          () -> {
            moreExpected = false;
            drain();
          });
    }
  }

  private void end() {
    ended = true;
    over = true;
    drain();
  }

  /** The pieces that the response still keeps are fetched first, and then the failure's turn is. */
  private void fail(Throwable cause) {
    if (failure == null && !over) {
      failure = cause;
      response.resume();
      home.later(
          () -> {
            over = true;
            drain();
          });
    }
  }

  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    while (subscriber != null && requested > 0 && !arrived.isEmpty()) {
      deliver(subscriber, arrived.take());
    }
    draining = false;
    regulate();
    if (over && arrived.isEmpty() && subscriber != null) {
      finish(subscriber);
    }
  }

  /** Code of others is among what comes next; what it throws ends this call. */
  private void deliver(Subscriber<? super Buffer> next, Buffer piece) {
    requested -= requested == Long.MAX_VALUE ? 0 : 1;
    try {
      next.onNext(piece);
    } catch (Throwable thrown) {
      arrived.clear();
      failure = Isolation.failure(thrown);
      finish(next);
    }
  }

  private void regulate() {
    boolean wanted = subscriber != null && requested > 0 && failure == null && !ended;
    if (wanted) {
      watch.begin(Limit.GAP);
    } else {
      watch.pause();
    }
    if (failure != null || over) {
      return;
    }
    if (flowing && arrived.bytes() > ENOUGH) {
      flowing = false;
      response.pause();
    } else if (!flowing && arrived.bytes() <= ENOUGH / 2) {
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
