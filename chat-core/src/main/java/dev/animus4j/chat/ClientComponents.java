package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.image.ImageModel;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.random.RandomGenerator;

/**
 * Components that the conversations of a client share.
 *
 * @param editableImages the images generated lately
 * @param closing fails when the client closes, with the failure for subscribers that wait
 */
record ClientComponents(
    ChatModel chatModel,
    ImageModel imageModel,
    AttachmentWriter attachments,
    RecentImages editableImages,
    HistoryStore history,
    ChatEvents events,
    FailClosedGuardrail guardrail,
    RandomGenerator random,
    CompletableSubject closing) {

  /** The same stream, failed when the client closes; not subscribed to after that. */
  <T> Flowable<T> takeUntilClosed(Flowable<T> stream) {
    Flowable<T> closed = closing.toFlowable();
    return Flowable.defer(() -> closing.hasThrowable() ? closed : stream.takeUntil(closed));
  }
}
