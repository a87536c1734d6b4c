package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a picture tell, without decoding it. */
record ImageHeader(PictureType type, PixelSize size) {

  /**
   * Reads the header from the first bytes of a file.
   *
   * @return empty while it takes more bytes to tell
   * @throws AnimusException.Protocol when the file is no picture, or one that claims too much
   */
  static Optional<ImageHeader> read(Buffer head) {
    if (head.length() < PictureType.ENOUGH) {
      return Optional.empty();
    }
    PictureType type = PictureType.of(head).orElseThrow(() -> noPicture(head));
    return type.size(head).map(size -> new ImageHeader(type, size));
  }

  /** What is known when the header is longer than anybody is ready to keep. */
  static ImageHeader unsized(Buffer head) {
    PictureType type = PictureType.of(head).orElseThrow(() -> noPicture(head));
    return new ImageHeader(type, PixelSize.UNKNOWN);
  }

  /** What is wrong with a file that ended before its header could be read. */
  static AnimusException.Protocol cutShort(Buffer head) {
    boolean picture = head.length() >= PictureType.ENOUGH && PictureType.of(head).isPresent();
    return picture ? refused("the picture ends within its header") : noPicture(head);
  }

  static AnimusException.Protocol refused(String what) {
    return new AnimusException.Protocol(Origin.of("image store"), what, null);
  }

  private static AnimusException.Protocol noPicture(Buffer head) {
    Origin origin = new Origin("image store", 0, null, text(head));
    String what = head.length() == 0 ? "the file is empty" : "the file is not a picture";
    return new AnimusException.Protocol(origin, what, null);
  }

  /**
   * The beginning of an error page or of JSON, which says what happened; null when it is binary.
   */
  private static @Nullable String text(Buffer head) {
    String text = head.slice(0, Math.min(400, head.length())).toString(StandardCharsets.UTF_8);
    return text.isBlank() || "<{[".indexOf(text.stripLeading().charAt(0)) < 0 ? null : text;
  }
}
