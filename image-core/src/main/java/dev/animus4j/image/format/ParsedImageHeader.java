package dev.animus4j.image.format;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Header of an image: type and size, read from its first bytes without decoding it. */
record ParsedImageHeader(ImageType type, PixelSize size) {

  /**
   * Reads the header from the first bytes of a file.
   *
   * @return empty while it needs more bytes
   * @throws AnimusException.Protocol when the file is not an image, or declares too large a size
   */
  static Optional<ParsedImageHeader> read(Buffer head) {
    if (head.length() < ImageType.ENOUGH) {
      return Optional.empty();
    }
    ImageType type = ImageType.detect(head).orElseThrow(() -> notAnImage(head));
    return type.size(head).map(size -> new ParsedImageHeader(type, size));
  }

  /** Where to resume in a file whose head does not contain the size. */
  static ResumePoint resumePoint(Buffer head) {
    ImageType type = ImageType.detect(head).orElseThrow(() -> notAnImage(head));
    return type.resumePoint(head);
  }

  /**
   * Point to resume from when the size has not been found.
   *
   * @param bytesKept the number of first bytes to keep
   * @param from the position to go on from; may be beyond the bytes that were read
   */
  record ResumePoint(int bytesKept, long from) {
    static final ResumePoint NONE = new ResumePoint(0, 0);
  }

  /** Returns the failure for a file that ended before its header was complete. */
  static AnimusException truncatedFile(Buffer head) {
    if (head.length() == 0) {
      return cutOff("the file is empty");
    }
    boolean isImage = head.length() >= ImageType.ENOUGH && ImageType.detect(head).isPresent();
    return isImage ? cutOff("the picture ends within its header") : notAnImage(head);
  }

  /** Returns the failure for a file that the provider has, by all signs, but did not send whole. */
  static AnimusException.Unavailable cutOff(String what) {
    FailureOrigin origin = FailureOrigin.of("image store");
    return new AnimusException.Unavailable(origin, what, true, (Duration) null);
  }

  static AnimusException.Protocol invalidImage(String what) {
    return new AnimusException.Protocol(FailureOrigin.of("image store"), what, null);
  }

  private static AnimusException.Protocol notAnImage(Buffer head) {
    FailureOrigin origin = new FailureOrigin("image store", 0, null, textExcerpt(head));
    return new AnimusException.Protocol(
        origin, "the file is not a picture" + OtherFileType.describe(head), null);
  }

  /**
   * Returns the beginning of an error page or of JSON, which describes the error; null when binary.
   */
  private static @Nullable String textExcerpt(Buffer head) {
    String text = head.slice(0, Math.min(400, head.length())).toString(StandardCharsets.UTF_8);
    return text.isBlank() || "<{[".indexOf(text.stripLeading().charAt(0)) < 0 ? null : text;
  }
}
