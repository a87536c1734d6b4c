package dev.animus4j.chat;

import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;

/** Writes the attachments of users to a store, so that the history holds references. */
record AttachmentWriter(ImageStore store) {

  Single<Message> save(Message message) {
    return Flowable.fromIterable(message.attachments())
        .concatMapSingle(this::save)
        .toList()
        .map(message::withAttachments);
  }

  /** The attached images that are in a store of ours. */
  static List<Image> storedImages(Message message) {
    return message.attachments().isEmpty()
        ? List.of()
        : message.attachments().stream()
            .flatMap(it -> it instanceof Attachment.Reference file ? Stream.of(file) : null)
            .filter(file -> !file.isWeb())
            .map(file -> Image.of("", file.location()))
            .toList();
  }

  private Single<Attachment> save(Attachment shown) {
    return shown instanceof Attachment.Data data ? save(data) : Single.just(shown);
  }

  private Single<Attachment> save(Attachment.Data data) {
    Flowable<Buffer> bytes = Flowable.fromCallable(() -> Buffer.buffer(data.bytes()));
    return FaultIsolation.single(() -> store.write("attachment", bytes))
        .map(stored -> Attachment.reference(stored.location()))
        .onErrorResumeNext(cause -> Single.error(toInvalidRequest(cause)));
  }

  /** The data came from the caller, so that a malformed image is an invalid request. */
  private static Throwable toInvalidRequest(Throwable cause) {
    return cause instanceof AnimusException.Protocol
        ? new AnimusException.InvalidRequest(
            FailureOrigin.of("animus4j"), "an attachment is no picture, or not a whole one")
        : cause;
  }
}
