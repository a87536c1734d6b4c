package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the pictures that messages show, so that a model can be sent them. */
final class Sight {
  private static final int MOST = 20 << 20;
  private static final Origin US = Origin.of("attachment");

  private final ImageStore store;
  private final ChatRequest request;
  private final Message latest;
  private final long most;
  private long left;

  private Sight(ImageStore store, ChatRequest request, BytesInFlight room) {
    this.store = store;
    this.request = request;
    this.latest = latestOfUser(request.messages());
    this.most = Math.min(MOST, room.most());
    this.left = most;
  }

  /** What comes of a request with all that is shown in it, for which there is room meanwhile. */
  static <T> Flowable<T> of(
      ChatRequest request,
      ImageStore store,
      BytesInFlight room,
      Function<ChatRequest, Flowable<T>> use) {
    return isAnyToBeRead(request.messages())
        ? room.with(MOST, place -> new Sight(store, request, room).read(place, use))
        : Flowable.defer(() -> use.apply(request));
  }

  private <T> Flowable<T> read(BytesInFlight.Place place, Function<ChatRequest, Flowable<T>> use) {
    List<Message> newestFirst = new ArrayList<>(request.messages());
    Collections.reverse(newestFirst);
    return Flowable.fromIterable(newestFirst)
        .concatMapSingle(this::seen)
        .toList()
        .doOnSuccess(messages -> place.needs(most - left))
        .flatMapPublisher(messages -> use.apply(request.messages(oldestFirst(messages))));
  }

  private static boolean isAnyToBeRead(List<Message> messages) {
    for (Message message : messages) {
      if (isToBeRead(message)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToBeRead(Message message) {
    return !message.attachments().isEmpty()
        && message.attachments().stream().anyMatch(Sight::isToBeRead);
  }

  private static boolean isToBeRead(Attachment shown) {
    return !(shown instanceof Attachment.At at && at.isWeb());
  }

  private static Message latestOfUser(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() == Role.USER)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static List<Message> oldestFirst(List<Message> messages) {
    Collections.reverse(messages);
    return messages;
  }

  private Single<Message> seen(Message message) {
    if (!isToBeRead(message)) {
      return Single.just(message);
    }
    return Flowable.fromIterable(message.attachments())
        .concatMapSingle(this::seen)
        .toList()
        .map(message::showing)
        .onErrorResumeNext(
            gone -> message.equals(latest) ? Single.error(gone) : Single.just(blind(message)));
  }

  private static Message blind(Message message) {
    String words = message.content() + "\n(A picture was shown here.)";
    return message.saying(words.strip()).showing(List.of());
  }

  private Single<Attachment> seen(Attachment shown) {
    if (shown instanceof Attachment.File file) {
      return Single.fromCallable(() -> counted(file));
    }
    Attachment.At at = (Attachment.At) shown;
    return at.isWeb()
        ? Single.just(at)
        : Isolation.flowable(() -> store.read(at.location()))
            .collect(Buffer::buffer, this::append)
            .map(Sight::file);
  }

  private Attachment counted(Attachment.File file) {
    take(file.bytes().length);
    return file;
  }

  private void append(Buffer all, Buffer piece) {
    take(piece.length());
    all.appendBuffer(piece);
  }

  private void take(int bytes) {
    left -= bytes;
    if (left < 0) {
      throw new AnimusException.InvalidRequest(US, "the pictures are larger than " + most);
    }
  }

  private static Attachment file(Buffer bytes) {
    String type =
        Image.Format.mediaType(bytes)
            .orElseThrow(() -> new AnimusException.InvalidRequest(US, "it is no picture"));
    return Attachment.of(type, bytes.getBytes());
  }
}
