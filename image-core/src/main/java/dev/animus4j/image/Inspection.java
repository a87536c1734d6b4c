package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt of a file while it passes by, piece by piece, in order. At most 256 KiB of it are
 * kept, and only until its header has been read; what comes before that and says nothing of the
 * size, such as profiles, is passed over. Fails with {@link AnimusException.Protocol} at the first
 * piece that shows that the file is no picture, larger than allowed, or not telling how large the
 * picture is.
 */
final class Inspection {
  private static final int LONGEST_HEADER = 256 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final long maxBytes;
  private Buffer head = Buffer.buffer();
  private int worthALook = PictureType.ENOUGH;
  private @Nullable ImageHeader header;
  private long bytes;

  private boolean passedOver;

  /** How many of the bytes that come next say nothing. */
  private long idle;

  Inspection(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void pass(Buffer piece) {
    bytes += piece.length();
    if (bytes > maxBytes) {
      throw ImageHeader.refused("the picture is larger than " + maxBytes + " bytes");
    }
    int at = 0;
    while (header == null && at < piece.length()) {
      at += take(piece, at);
    }
  }

  /** Takes bytes from there on; gives how many. */
  private int take(Buffer piece, int at) {
    int left = piece.length() - at;
    if (idle > 0) {
      int passed = (int) Math.min(idle, left);
      idle -= passed;
      return passed;
    }
    int taken = Math.min(left, LONGEST_HEADER - head.length());
    head.appendBuffer(piece, at, taken);
    look();
    return taken;
  }

  /** Looks whenever the head has doubled, so that tiny pieces do not make it a quadratic effort. */
  private void look() {
    boolean full = head.length() == LONGEST_HEADER;
    if (!full && head.length() < worthALook) {
      return;
    }
    header = ImageHeader.read(head).orElse(null);
    if (header != null) {
      head = NOTHING;
    } else if (full) {
      passOver();
    }
    worthALook = 2 * head.length();
  }

  private AnimusException cutShort() {
    return passedOver
        ? ImageHeader.refused("the picture ends within its header")
        : ImageHeader.cutShort(head);
  }

  private void passOver() {
    passedOver = true;
    ImageHeader.Rest rest = ImageHeader.rest(head);
    if (rest.from() <= rest.kept()) {
      throw ImageHeader.refused(
          "the picture does not tell its size within " + LONGEST_HEADER + " bytes");
    }
    Buffer kept = head.getBuffer(0, rest.kept());
    int from = (int) Math.min(rest.from(), head.length());
    idle = rest.from() - from;
    head = kept.appendBuffer(head, from, head.length() - from);
  }

  /** What the file is, now that all of it has passed. */
  Findings end() {
    if (header == null) {
      header = ImageHeader.read(head).orElseThrow(this::cutShort);
    }
    PictureType type = header.type();
    PixelSize size = header.size();
    Image.Format format = new Image.Format(type.mediaType(), size.width(), size.height(), bytes);
    return new Findings(format, type.extension());
  }

  /** What a file is, and the extension its name should have. */
  record Findings(Image.Format format, String extension) {}
}
