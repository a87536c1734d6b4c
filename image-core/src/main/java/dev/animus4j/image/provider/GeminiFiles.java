package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.gemini.Part;
import dev.animus4j.image.Asset;
import dev.animus4j.image.ImageStore;
import dev.animus4j.image.provider.GeminiMemo.Piece;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Objects;

/**
 * Makes parts of a request out of what is remembered or given: pictures of ours are read from the
 * store.
 *
 * @param most how many bytes a picture may have, whatever was said of it
 */
record GeminiFiles(ImageStore store, int most) {

  /** What the user says now. */
  Single<Part> part(GeminiRound.Said said) {
    Asset file = said.file();
    return file == null
        ? part(said.piece())
        : Single.just(Part.file(file.mediaType(), file.bytes().getBytes()));
  }

  /** What was said before, signed as it was. */
  Single<Part> part(Piece piece) {
    String signature = piece.thoughtSignature();
    if (piece.picture() != null) {
      String type = Objects.requireNonNullElse(piece.mediaType(), "image/png");
      return bytes(piece.picture()).map(bytes -> Part.file(type, bytes).signed(signature));
    }
    return Single.just(
        piece.file() == null
            ? Part.text(Objects.requireNonNullElse(piece.text(), "")).signed(signature)
            : Part.at(WebAddress.checked(piece.file(), Origin.of("Gemini"))));
  }

  private Single<byte[]> bytes(URI picture) {
    return store.read(picture).collect(Buffer::buffer, this::append).map(Buffer::getBytes);
  }

  private void append(Buffer all, Buffer piece) {
    if (all.length() + piece.length() > most) {
      String what = "a picture of the store is larger than " + most + " bytes";
      throw new AnimusException.InvalidRequest(Origin.of("image store"), what);
    }
    all.appendBuffer(piece);
  }
}
