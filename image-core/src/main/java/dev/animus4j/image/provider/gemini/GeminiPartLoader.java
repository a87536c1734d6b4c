package dev.animus4j.image.provider.gemini;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.gemini.Part;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.HttpUrlCheck;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredPart;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Objects;

/**
 * Loads the parts of a request, stored or new: images of our store are read from it.
 *
 * @param most the maximum size of an image, whatever its recorded size
 */
record GeminiPartLoader(ImageStore store, int most) {

  /** Loads a part of the new user content. */
  Single<Part> part(GeminiImageRound.UserPart userPart) {
    ReferenceImage file = userPart.file();
    return file == null
        ? part(userPart.piece())
        : Single.just(Part.file(file.mediaType(), file.bytes().getBytes()));
  }

  /** Loads a part of an earlier content, with its signature. */
  Single<Part> part(StoredPart storedPart) {
    String signature = storedPart.thoughtSignature();
    if (storedPart.picture() != null) {
      String type = Objects.requireNonNullElse(storedPart.mediaType(), "image/png");
      return readBytes(storedPart.picture())
          .map(bytes -> Part.file(type, bytes).withThoughtSignature(signature));
    }
    return Single.just(
        storedPart.file() == null
            ? Part.text(Objects.requireNonNullElse(storedPart.text(), ""))
                .withThoughtSignature(signature)
            : Part.fileUri(
                HttpUrlCheck.requireHttp(storedPart.file(), FailureOrigin.of("Gemini"))));
  }

  private Single<byte[]> readBytes(URI location) {
    return FaultIsolation.<Buffer>flowable(() -> store.read(location))
        .collect(Buffer::buffer, this::append)
        .map(Buffer::getBytes);
  }

  private void append(Buffer all, Buffer piece) {
    if (all.length() + piece.length() > most) {
      String what = "a picture of the store is larger than " + most + " bytes";
      throw new AnimusException.InvalidRequest(FailureOrigin.of("image store"), what);
    }
    all.appendBuffer(piece);
  }
}
