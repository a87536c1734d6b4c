package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/** Subscriber to an exchange: at all times, slowly, late, or not to the end. */
final class EventSubscriber implements FlowableSubscriber<ChatEvent> {
  private final List<ChatEvent> received = new ArrayList<>();
  private final Consumer<ChatEvent> consumer;
  private final int maxEvents;
  private final @Nullable Runnable slow;
  private @Nullable Subscription subscription;
  private boolean cancelled;
  private boolean completed;
  private @Nullable Throwable failure;

  /**
   * Creates a subscriber.
   *
   * @param maxEvents cancels after so many events
   * @param slow called when it could request the next one; null if it requests all at once
   */
  EventSubscriber(Consumer<ChatEvent> consumer, int maxEvents, @Nullable Runnable slow) {
    this.consumer = consumer;
    this.maxEvents = maxEvents;
    this.slow = slow;
  }

  /** Requests one more. */
  void requestNext() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  /** Cancels, also while it is processing an event. */
  void cancel() {
    cancelled = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  /** Ignores all further events, without cancelling. */
  void ignoreRest() {
    cancelled = true;
  }

  boolean hasLeft() {
    return cancelled;
  }

  List<ChatEvent> received() {
    return received;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    if (cancelled) {
      subscription.cancel();
    } else {
      subscription.request(slow == null ? Long.MAX_VALUE : 1);
    }
  }

  @Override
  public void onNext(ChatEvent event) {
    if (cancelled) {
      return;
    }
    received.add(event);
    cancelled = received.size() >= maxEvents;
    consumer.accept(event);
    if (cancelled) {
      cancel();
    } else if (slow != null) {
      slow.run();
    }
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
  }

  @Override
  public void onComplete() {
    completed = true;
  }

  /** Verifies that it received all of these, in order, or the beginning if it cancelled. */
  void verify(List<ChatEvent> published) {
    Invariant.holds(failure == null, "an exchange failed its listener: %s", failure);
    int count = DeltaMatcher.countReceived(received, published);
    Invariant.holds(
        cancelled || count == published.size(),
        "a listener did not hear %s",
        remaining(published, count));
    Invariant.holds(cancelled || completed, "a listener was not told of the end");
  }

  private static List<ChatEvent> remaining(List<ChatEvent> published, int from) {
    return published.subList(from, published.size());
  }
}
