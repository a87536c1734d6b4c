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

  /** What is still to be read of a file of which all this does not tell the size. */
  static Rest rest(Buffer head) {
    PictureType type = PictureType.of(head).orElseThrow(() -> noPicture(head));
    return type.rest(head);
  }

  /**
   * Where a reader can go on that has not found the size yet.
   *
   * @param kept how much of the beginning it needs
   * @param from what follows that for it; may lie behind what has been read
   */
  record Rest(int kept, long from) {
    static final Rest NONE = new Rest(0, 0);
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
