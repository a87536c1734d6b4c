package dev.animus4j.image.thumbnail;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * Orientation in the EXIF data of a JPEG. Its segments are read here, because the JDK refuses to
 * read any metadata when there is one segment that it does not like.
 */
final class ExifOrientation {
  private static final String EXIF = "Exif\0\0";
  private static final int MARKER = 0xFF;
  private static final int APP1 = 0xE1;
  private static final int SCAN = 0xDA;

  private ExifOrientation() {}

  /** Finds it before the first scan; empty when there is none, or none that can be read. */
  static Optional<Orientation> find(Buffer jpeg) {
    int at = 2;
    while (at + 4 <= jpeg.length() && jpeg.getUnsignedByte(at) == MARKER) {
      int marker = jpeg.getUnsignedByte(at + 1);
      int end = marker == MARKER ? at + 1 : at + 2 + jpeg.getUnsignedShort(at + 2);
      if (marker == SCAN || end > jpeg.length() || end < at + 1) {
        return Optional.empty();
      }
      if (marker == APP1 && isExif(jpeg, at + 4, end)) {
        return read(jpeg.getBytes(at + 4, end));
      }
      at = end;
    }
    return Optional.empty();
  }

  private static boolean isExif(Buffer jpeg, int from, int to) {
    int end = from + EXIF.length();
    return end < to && jpeg.getString(from, end, StandardCharsets.ISO_8859_1.name()).equals(EXIF);
  }

  private static Optional<Orientation> read(byte[] exif) {
    try {
      return Optional.ofNullable(ExifUtils.getOrientationFromExif(exif));
    } catch (RuntimeException unreadable) {
      return Optional.empty();
    }
  }
}
