package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.InFlightByteLimiter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Loads the images attached to messages, so that they can be sent to a model. */
final class AttachmentLoader {
  private static final int MAX_BYTES = 20 << 20;
  private static final FailureOrigin ORIGIN = FailureOrigin.of("attachment");

  private final ImageStore store;
  private final ChatRequest request;
  private final Message latest;
  private final long maxBytes;
  private long remainingBytes;

  private AttachmentLoader(ImageStore store, ChatRequest request, InFlightByteLimiter room) {
    this.store = store;
    this.request = request;
    this.latest = latestUserMessage(request.messages());
    this.maxBytes = Math.min(MAX_BYTES, room.capacity());
    this.remainingBytes = maxBytes;
  }

  /** Applies {@code use} to the request with its images loaded, holding their bytes reserved. */
  static <T> Flowable<T> load(
      ChatRequest request,
      ImageStore store,
      InFlightByteLimiter room,
      Function<ChatRequest, Flowable<T>> use) {
    return hasLoadable(request.messages())
        ? room.reserve(
            MAX_BYTES, place -> new AttachmentLoader(store, request, room).read(place, use))
        : Flowable.defer(() -> use.apply(request));
  }

  private <T> Flowable<T> read(
      InFlightByteLimiter.Place place, Function<ChatRequest, Flowable<T>> use) {
    List<Message> newestFirst = new ArrayList<>(request.messages());
    Collections.reverse(newestFirst);
    return Flowable.fromIterable(newestFirst)
        .concatMapSingle(this::resolve)
        .toList()
        .doOnSuccess(messages -> place.shrinkTo(maxBytes - remainingBytes))
        .flatMapPublisher(messages -> use.apply(request.withMessages(reverse(messages))));
  }

  private static boolean hasLoadable(List<Message> messages) {
    for (Message message : messages) {
      if (isLoadable(message)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoadable(Message message) {
    return !message.attachments().isEmpty()
        && message.attachments().stream().anyMatch(AttachmentLoader::isLoadable);
  }

  private static boolean isLoadable(Attachment attachment) {
    return !(attachment instanceof Attachment.Reference reference && reference.isWeb());
  }

  private static Message latestUserMessage(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() == Role.USER)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static List<Message> reverse(List<Message> messages) {
    Collections.reverse(messages);
    return messages;
  }

  private Single<Message> resolve(Message message) {
    if (!isLoadable(message)) {
      return Single.just(message);
    }
    return Flowable.fromIterable(message.attachments())
        .concatMapSingle(this::resolve)
        .toList()
        .map(message::withAttachments)
        .onErrorResumeNext(
            gone ->
                message.equals(latest)
                    ? Single.error(gone)
                    : Single.just(message.withAttachmentsAsWords()));
  }

  private Single<Attachment> resolve(Attachment attachment) {
    if (attachment instanceof Attachment.Data data) {
      return Single.fromCallable(() -> count(data));
    }
    Attachment.Reference reference = (Attachment.Reference) attachment;
    return reference.isWeb()
        ? Single.just(reference)
        : FaultIsolation.flowable(() -> store.read(reference.location()))
            .collect(Buffer::buffer, this::append)
            .map(AttachmentLoader::toAttachment);
  }

  private Attachment count(Attachment.Data data) {
    reserve(data.bytes().length);
    return data;
  }

  private void append(Buffer all, Buffer piece) {
    reserve(piece.length());
    all.appendBuffer(piece);
  }

  private void reserve(int bytes) {
    remainingBytes -= bytes;
    if (remainingBytes < 0) {
      throw new AnimusException.InvalidRequest(ORIGIN, "the pictures are larger than " + maxBytes);
    }
  }

  private static Attachment toAttachment(Buffer bytes) {
    String type =
        Image.Format.detectMediaType(bytes)
            .orElseThrow(() -> new AnimusException.InvalidRequest(ORIGIN, "it is no picture"));
    return Attachment.of(type, bytes.getBytes());
  }
}
