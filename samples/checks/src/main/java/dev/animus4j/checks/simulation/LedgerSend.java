package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import io.reactivex.rxjava3.core.Flowable;
import org.jspecify.annotations.Nullable;

/** A message that a client was given, and what it heard of it. */
final class LedgerSend {
  private final LedgerWorld world;
  private final LedgerClient client;
  private final String name;
  private final ChatOptions options;
  private final long start;
  private @Nullable ChatEvent last;
  private @Nullable Throwable failure;
  private boolean once;
  private boolean over;

  LedgerSend(LedgerWorld world, LedgerClient client, String name, ChatOptions options) {
    this.world = world;
    this.client = client;
    this.name = name;
    this.options = options;
    this.start = world.now();
  }

  boolean isStreaming() {
    return options.autoTurn() == null;
  }

  /** It has an id, which is looked up before it is admitted; others wait for that. */
  void setOnce() {
    once = true;
  }

  boolean isOnce() {
    return once;
  }

  /** What is merged into a message that waits for its turn needs no ledger until then. */
  boolean isRecordedAtOnce() {
    return options.overlap().policy() != OverlapPolicy.Policy.MERGE;
  }

  boolean isOver() {
    return over;
  }

  void follow(Flowable<ChatEvent> events) {
    var unused =
        events.subscribe(
            event -> world.runVerified(() -> onEvent(event)), this::onFailure, this::onComplete);
  }

  private void onEvent(ChatEvent event) {
    Invariant.holds(!over, "after its end %s hears %s", name, event);
    boolean inOrder = last == null || last.sequence() < event.sequence();
    Invariant.holds(inOrder, "%s hears %s after %s", name, event, last);
    boolean same = last == null || last.exchangeId().equals(event.exchangeId());
    Invariant.holds(same, "%s hears %s after %s", name, event, last);
    last = event;
  }

  private void onFailure(Throwable cause) {
    world.log().record(name, "fails: " + cause);
    world.counters().add("send fails: " + cause.getClass().getSimpleName());
    failure = cause;
    over = true;
  }

  private void onComplete() {
    world.log().record(name, "completes");
    over = true;
    world.runVerified(
        () -> Invariant.holds(last instanceof ExchangeCompleted, "%s ends with %s", name, last));
  }

  /** Verifies that it failed, as a ledger that is away makes it, and soon enough. */
  void verifyFailed() {
    if (!client.hasCrashed()) {
      world.counters().add("sent while the ledger is away");
      Invariant.holds(over, "%s, sent at %d, hangs while the ledger is away", name, start);
      Invariant.holds(
          failure != null || last instanceof ExchangeCompleted, "%s is not told of it", name);
    }
  }

  void verifyOver() {
    Invariant.holds(over || client.hasCrashed(), "%s, sent at %d, hangs at %s", name, start, last);
  }

  /** Verifies that it was answered. */
  void verifyAnswered() {
    boolean answered = last instanceof ExchangeCompleted end && end.messages() == 1;
    Invariant.holds(answered, "%s is not answered: %s, %s", name, last, failure);
  }

  @Override
  public String toString() {
    return client + " " + options.overlap();
  }
}
