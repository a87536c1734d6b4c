package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt of a file while it passes by, piece by piece, in order. At most its first 256 KiB
 * are kept, and only until its header has been read. Fails with {@link
 * dev.animus4j.failure.AnimusException.Protocol} at the first piece that shows that the file is no
 * picture or larger than allowed.
 */
final class Inspection {
  private static final int LONGEST_HEADER = 256 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final long maxBytes;
  private Buffer head = Buffer.buffer();
  private int worthALook = PictureType.ENOUGH;
  private @Nullable ImageHeader header;
  private long bytes;

  Inspection(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void pass(Buffer piece) {
    bytes += piece.length();
    if (bytes > maxBytes) {
      throw ImageHeader.refused("the picture is larger than " + maxBytes + " bytes");
    }
    if (header == null) {
      head.appendBuffer(piece, 0, Math.min(piece.length(), LONGEST_HEADER - head.length()));
      look();
    }
  }

  /** Looks whenever the head has doubled, so that tiny pieces do not make it a quadratic effort. */
  private void look() {
    if (head.length() == LONGEST_HEADER) {
      header = ImageHeader.read(head).orElseGet(() -> ImageHeader.unsized(head));
    } else if (head.length() >= worthALook) {
      worthALook = 2 * head.length();
      header = ImageHeader.read(head).orElse(null);
    }
    head = header == null ? head : NOTHING;
  }

  /** What the file is, now that all of it has passed. */
  Findings end() {
    if (header == null) {
      header = ImageHeader.read(head).orElseThrow(() -> ImageHeader.cutShort(head));
    }
    PictureType type = header.type();
    PixelSize size = header.size();
    Image.Format format = new Image.Format(type.mediaType(), size.width(), size.height(), bytes);
    return new Findings(format, type.extension());
  }

  /** What a file is, and the extension its name should have. */
  record Findings(Image.Format format, String extension) {}
}
