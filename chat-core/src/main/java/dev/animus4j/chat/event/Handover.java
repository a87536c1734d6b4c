package dev.animus4j.chat.event;

import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Hands the events of a source to one subscriber as it asks for them. Whichever thread finds it
 * idle hands over what there is, the others just leave: nobody waits, and no lock is held
 * meanwhile. A subscriber that throws is let go, and disturbs nobody else.
 */
final class Handover implements Subscription {
  private final Subscriber<? super ChatEvent> subscriber;
  private final Source source;
  private final AtomicLong demand = new AtomicLong();

  /** How often somebody wanted to hand over; only the first does, for all of them. */
  private final AtomicInteger calls = new AtomicInteger();

  private volatile @Nullable Throwable misuse;
  private volatile boolean over;

  /** Where events come from. */
  interface Source {
    /** The next event; null when there is none now. */
    @Nullable ChatEvent poll();

    /** How the source has ended, once there is nothing to {@link #poll}; null until then. */
    @Nullable Notification<ChatEvent> end();

    /** Nothing will be polled any more. */
    void release();
  }

  Handover(Subscriber<? super ChatEvent> subscriber, Source source) {
    this.subscriber = subscriber;
    this.source = source;
  }

  boolean isOver() {
    return over;
  }

  /** Hands over what the subscriber has asked for, unless somebody is at it. */
  void drain() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int answered = 1;
    while (answered > 0) {
      handOver();
      answered = calls.addAndGet(-answered);
    }
  }

  private void handOver() {
    try {
      deliver();
      end(misuse == null ? source.end() : Notification.createOnError(misuse));
    } catch (Throwable thrown) {
      cancel();
      RxJavaPlugins.onError(Isolation.failure(thrown));
    }
  }

  private void deliver() {
    long asked = demand.get();
    long told = 0;
    ChatEvent next;
    while (!over && told < asked && (next = source.poll()) != null) {
      told++;
      subscriber.onNext(next);
    }
    long taken = told;
    if (taken > 0) {
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - taken);
    }
  }

  private void end(@Nullable Notification<ChatEvent> end) {
    if (end == null || over) {
      return;
    }
    cancel();
    if (end.getError() == null) {
      subscriber.onComplete();
    } else {
      subscriber.onError(end.getError());
    }
  }

  @Override
  public void request(long n) {
    if (n > 0) {
      demand.updateAndGet(asked -> asked + n < 0 ? Long.MAX_VALUE : asked + n);
    } else {
      misuse = new IllegalArgumentException("§3.9: " + n + " events were requested");
    }
    drain();
  }

  @Override
  public void cancel() {
    over = true;
    source.release();
  }
}
