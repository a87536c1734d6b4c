package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.DemandDrainLoop;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/**
 * Buffers the events that one subscriber has not yet requested in a {@link ConflatingQueue}. Events
 * may be added on any thread, without waiting for the subscriber.
 */
final class ConflatingBuffer implements DemandDrainLoop.Source<ChatEvent> {
  private final DemandDrainLoop<ChatEvent> demandDrain;
  private final ConflatingQueue conflatingQueue = new ConflatingQueue();
  private final SerialDisposable source = new SerialDisposable();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private ConflatingBuffer(Subscriber<? super ChatEvent> subscriber) {
    this.demandDrain = new DemandDrainLoop<>(subscriber, this);
  }

  /** A stream with a buffer for each subscriber; {@code listen} starts to fill it. */
  static Flowable<ChatEvent> create(Function<ConflatingBuffer, Disposable> listen) {
    return Flowable.unsafeCreate(
        subscriber -> {
          ConflatingBuffer buffer = new ConflatingBuffer(subscriber);
          subscriber.onSubscribe(buffer.demandDrain);
          buffer.start(listen);
        });
  }

  private void start(Function<ConflatingBuffer, Disposable> listen) {
    try {
      if (!demandDrain.isCancelled()) {
        source.set(listen.apply(this));
      }
    } catch (Throwable cannotListen) {
      fail(FaultIsolation.failure(cannotListen));
    }
    drain();
  }

  /** Adds an event, and emits what the subscriber has requested. */
  void emit(ChatEvent event) {
    add(event);
    drain();
  }

  /** Adds an event; the next {@link #drain} emits it. */
  void add(ChatEvent event) {
    if (!conflatingQueue.add(event)) {
      String what = "16 MB of events wait for a slow subscriber; resume with streamSince()";
      fail(
          new AnimusException.Unavailable(
              FailureOrigin.of("animus4j"), what, false, (Duration) null));
    }
  }

  /** Clears the buffer; the next {@link #drain} emits the failure. Only the first counts. */
  void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      release();
    }
  }

  void drain() {
    demandDrain.drain();
  }

  @Override
  public @Nullable ChatEvent poll() {
    DeltaRun next = conflatingQueue.poll();
    return next == null ? null : next.mergedEvent();
  }

  @Override
  public @Nullable Notification<ChatEvent> termination() {
    Throwable cause = failure.get();
    return cause == null ? null : Notification.createOnError(cause);
  }

  @Override
  public void release() {
    source.dispose();
    conflatingQueue.close();
  }
}
