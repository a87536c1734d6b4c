package dev.animus4j.image.thumbnail;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.image.format.PixelSize;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Check of the frames of a WebP. Each has a size of its own, by which it is decoded; it may be far
 * larger than that of the whole image.
 */
final class WebpFrames {
  private static final int HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int FRAME_HEAD = 16;

  private WebpFrames() {}

  /** Fails for a frame of more pixels, and for one without a size. */
  static void check(Buffer file, long maxPixels) {
    check(file, HEAD, file.length(), maxPixels);
  }

  private static void check(Buffer file, int from, int to, long maxPixels) {
    long at = from;
    while (at + CHUNK_HEAD <= to) {
      int start = (int) at;
      String type = file.getString(start, start + 4, StandardCharsets.ISO_8859_1.name());
      long length = file.getUnsignedIntLE(start + 4);
      int content = start + CHUNK_HEAD;
      int end = (int) Math.min(to, content + length);
      if (type.equals("VP8 ") || type.equals("VP8L")) {
        checkSize(file.getBuffer(start, end), maxPixels);
      } else if (type.equals("ANMF")) {
        check(file, Math.min(end, content + FRAME_HEAD), end, maxPixels);
      }
      at = content + length + (length & 1);
    }
  }

  /** Reads the size of a frame as that of an image which has no other. */
  private static void checkSize(Buffer frame, long maxPixels) {
    Buffer image =
        Buffer.buffer("RIFF")
            .appendUnsignedIntLE(4L + frame.length())
            .appendString("WEBP")
            .appendBuffer(frame.getBuffer(0, Math.min(64, frame.length())));
    long pixels = size(image).map(WebpFrames::pixels).orElse(Long.MAX_VALUE);
    if (pixels > maxPixels) {
      throw Thumbnails.failure(
          "a frame of the picture has more than " + maxPixels + " pixels, or does not tell");
    }
  }

  /** Empty also for a size that no image may have. */
  private static Optional<PixelSize> size(Buffer image) {
    try {
      ImageInspector imageInspector = new ImageInspector(Long.MAX_VALUE);
      imageInspector.inspect(image);
      return imageInspector.header().map(ImageInspector.Result::size);
    } catch (AnimusException.Protocol refused) {
      return Optional.empty();
    }
  }

  private static long pixels(PixelSize size) {
    return (long) size.width() * size.height();
  }
}
