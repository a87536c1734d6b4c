package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/** Somebody who listens: all the time, slowly, late, or not to the end. */
final class Listener implements FlowableSubscriber<ChatEvent> {
  private final List<ChatEvent> heard = new ArrayList<>();
  private final Consumer<ChatEvent> tell;
  private final int patience;
  private final @Nullable Runnable slow;
  private @Nullable Subscription subscription;
  private boolean gone;
  private boolean completed;
  private @Nullable Throwable failure;

  /**
   * Somebody who does not listen yet.
   *
   * @param patience leaves after so many events
   * @param slow called when it could ask for the next one; null if it asks for all at once
   */
  Listener(Consumer<ChatEvent> tell, int patience, @Nullable Runnable slow) {
    this.tell = tell;
    this.patience = patience;
    this.slow = slow;
  }

  /** Takes one more. */
  void next() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  /** Listens no more; whatever it is in the middle of. */
  void leave() {
    gone = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  /** Hears no more, and tells nobody so. */
  void forget() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  List<ChatEvent> heard() {
    return heard;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    if (gone) {
      subscription.cancel();
    } else {
      subscription.request(slow == null ? Long.MAX_VALUE : 1);
    }
  }

  @Override
  public void onNext(ChatEvent event) {
    if (gone) {
      return;
    }
    heard.add(event);
    gone = heard.size() >= patience;
    tell.accept(event);
    if (gone) {
      leave();
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

  /** It heard all of this, in order, or the beginning of it if it left. */
  void judge(List<ChatEvent> told) {
    Rule.that(failure == null, "an exchange failed its listener: %s", failure);
    int count = Deltas.heard(heard, told);
    Rule.that(gone || count == told.size(), "a listener did not hear %s", rest(told, count));
    Rule.that(gone || completed, "a listener was not told of the end");
  }

  private static List<ChatEvent> rest(List<ChatEvent> told, int from) {
    return told.subList(from, told.size());
  }
}
