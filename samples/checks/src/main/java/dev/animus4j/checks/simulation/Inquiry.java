package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatPart;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/** Somebody who asks a model beside the conversation, and may leave in the middle of an answer. */
final class Inquiry implements FlowableSubscriber<ChatPart> {
  private final World world;
  private final int patience;
  private @Nullable Subscription subscription;
  private int parts;
  private boolean over;

  Inquiry(World world, int patience) {
    this.world = world;
    this.patience = patience;
  }

  void leave() {
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
  public void onNext(ChatPart part) {
    world.guarded(() -> Rule.that(!over, "after he left he was told %s", part));
    if (++parts == patience) {
      world.figures().add("leaves in the middle of an answer");
      leave();
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
