package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the pictures that messages show, so that a model can be sent them. */
final class Sight {
  private static final int MOST = 20 << 20;
  private static final Origin US = Origin.of("attachment");

  private final ImageStore store;
  private final Message latest;
  private int room = MOST;

  private Sight(ImageStore store, Message latest) {
    this.store = store;
    this.latest = latest;
  }

  /** The request, with all that is shown in it. */
  static Single<ChatRequest> of(ChatRequest request, ImageStore store) {
    if (!isAnyToBeRead(request.messages())) {
      return Single.just(request);
    }
    List<Message> newestFirst = new ArrayList<>(request.messages());
    Collections.reverse(newestFirst);
    return Single.defer(
        () -> {
          Sight sight = new Sight(store, latestOfUser(newestFirst));
          return Flowable.fromIterable(newestFirst)
              .concatMapSingle(sight::seen)
              .toList()
              .map(messages -> request.messages(oldestFirst(messages)));
        });
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

  private static Message latestOfUser(List<Message> newestFirst) {
    return newestFirst.stream().filter(m -> m.role() == Role.USER).findFirst().orElseThrow();
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
    room -= bytes;
    if (room < 0) {
      throw new AnimusException.InvalidRequest(US, "the pictures are larger than " + MOST);
    }
  }

  private static Attachment file(Buffer bytes) {
    String type =
        Image.Format.mediaType(bytes)
            .orElseThrow(() -> new AnimusException.InvalidRequest(US, "it is no picture"));
    return Attachment.of(type, bytes.getBytes());
  }
}
