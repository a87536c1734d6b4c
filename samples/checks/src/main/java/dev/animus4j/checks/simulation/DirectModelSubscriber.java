package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatUpdate;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/** Subscriber that calls a model directly, and may cancel in the middle of a response. */
final class DirectModelSubscriber implements FlowableSubscriber<ChatUpdate> {
  private final SimulatedWorld simulatedWorld;
  private final int maxParts;
  private @Nullable Subscription subscription;
  private int parts;
  private boolean over;

  DirectModelSubscriber(SimulatedWorld simulatedWorld, int maxParts) {
    this.simulatedWorld = simulatedWorld;
    this.maxParts = maxParts;
  }

  void cancel() {
    over = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    if (over) {
      subscription.cancel();
    } else {
      subscription.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(ChatUpdate update) {
    simulatedWorld.runVerified(
        () -> Invariant.holds(!over, "after he left he was told %s", update));
    if (++parts == maxParts) {
      simulatedWorld.counters().add("leaves in the middle of an answer");
      cancel();
    }
  }

  @Override
  public void onError(Throwable cause) {
    over = true;
  }

  @Override
  public void onComplete() {
    over = true;
  }
}
