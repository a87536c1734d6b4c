package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.image.ImageModel;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.random.RandomGenerator;

/**
 * Whom all conversations of a client work with.
 *
 * @param drawn the pictures that were drawn lately
 * @param closing fails when the client closes, with what to tell those who wait
 */
record Collaborators(
    ChatModel model,
    ImageModel images,
    Attachments attachments,
    DrawnPictures drawn,
    History history,
    ChatEvents events,
    Guard guard,
    RandomGenerator random,
    CompletableSubject closing) {

  /** The same stream until the client closes; not even begun by then. */
  <T> Flowable<T> untilClosed(Flowable<T> stream) {
    Flowable<T> closed = closing.toFlowable();
    return Flowable.defer(() -> closing.hasThrowable() ? closed : stream.takeUntil(closed));
  }
}
