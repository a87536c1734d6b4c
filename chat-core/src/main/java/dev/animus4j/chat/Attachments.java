package dev.animus4j.chat;

import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;

/** Puts the pictures that users show into a store, so that they are remembered by their place. */
record Attachments(ImageStore store) {

  Single<Message> kept(Message message) {
    return Flowable.fromIterable(message.attachments())
        .concatMapSingle(this::kept)
        .toList()
        .map(message::showing);
  }

  private Single<Attachment> kept(Attachment shown) {
    return shown instanceof Attachment.File file ? kept(file) : Single.just(shown);
  }

  private Single<Attachment> kept(Attachment.File file) {
    Flowable<Buffer> bytes = Flowable.fromCallable(() -> Buffer.buffer(file.bytes()));
    return Isolation.single(() -> store.write("attachment", bytes))
        .map(stored -> Attachment.at(stored.location()))
        .onErrorResumeNext(cause -> Single.error(given(cause)));
  }

  /** What the store takes for a broken answer was given to us. */
  private static Throwable given(Throwable cause) {
    return cause instanceof AnimusException.Protocol
        ? new AnimusException.InvalidRequest(
            Origin.of("animus4j"), "an attachment is no picture, or not a whole one")
        : cause;
  }
}
