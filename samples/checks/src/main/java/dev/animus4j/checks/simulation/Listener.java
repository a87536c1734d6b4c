package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/** Somebody who listens to an exchange: all the time, slowly, late, or not to its end. */
final class Listener implements FlowableSubscriber<ChatEvent> {
  private final List<ChatEvent> heard = new ArrayList<>();
  private final Consumer<ChatEvent> tell;
  private final int patience;
  private final @Nullable Runnable slow;
  private @Nullable Subscription subscription;
  private boolean completed;
  private @Nullable Throwable failure;

  /**
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

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(slow == null ? Long.MAX_VALUE : 1);
  }

  @Override
  public void onNext(ChatEvent event) {
    heard.add(event);
    tell.accept(event);
    if (heard.size() >= patience && subscription != null) {
      subscription.cancel();
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

  /**
   * It heard all of this, in order, or the beginning of it if it left. Deltas that follow each
   * other may have been joined for it, up to where it left.
   */
  void judge(List<ChatEvent> told) {
    Rule.that(failure == null, "an exchange failed its listener: %s", failure);
    boolean left = heard.size() >= patience;
    long last = heard.isEmpty() ? 0 : heard.get(heard.size() - 1).sequence();
    List<ChatEvent> meant = left ? told.stream().filter(e -> e.sequence() <= last).toList() : told;
    Rule.that(joined(heard).equals(joined(meant)), "a listener heard %s of %s", heard, meant);
    Rule.that(completed || left, "a listener was not told of the end");
  }

  private static List<String> joined(List<ChatEvent> events) {
    List<String> joined = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof MessageTokens tokens) {
        words.append(tokens.content());
      } else {
        joined.add(words.toString());
        joined.add(event.toString());
        words.setLength(0);
      }
    }
    joined.add(words.toString());
    return joined;
  }
}
