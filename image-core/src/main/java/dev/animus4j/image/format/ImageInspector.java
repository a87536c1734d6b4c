package dev.animus4j.image.format;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Inspects an image file while it is streamed, piece by piece, in order. At most 256 KiB of it are
 * kept, and only until its header has been read; earlier data without the size, such as profiles,
 * is skipped. Fails with {@link AnimusException.Protocol} at the first piece that shows that the
 * file is not an image, is larger than allowed, or does not contain its size.
 */
public final class ImageInspector {
  private static final int MAX_HEADER = 256 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final long maxBytes;
  private Buffer head = Buffer.buffer();
  private int nextReadLength = ImageType.ENOUGH;
  private @Nullable ParsedImageHeader header;
  private long bytes;

  private boolean skippedAhead;

  /** The number of next bytes to skip. */
  private long bytesToSkip;

  /** An inspector that rejects files of more bytes than this. */
  public ImageInspector(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Inspects the next piece; fails with {@link AnimusException.Protocol} if it cannot be an image.
   */
  public void inspect(Buffer piece) {
    bytes += piece.length();
    if (bytes > maxBytes) {
      throw ParsedImageHeader.invalidImage("the picture is larger than " + maxBytes + " bytes");
    }
    int at = 0;
    while (header == null && at < piece.length()) {
      at += consume(piece, at);
    }
  }

  /** Consumes bytes from this position on; returns how many. */
  private int consume(Buffer piece, int at) {
    int left = piece.length() - at;
    if (bytesToSkip > 0) {
      int skipped = (int) Math.min(bytesToSkip, left);
      bytesToSkip -= skipped;
      return skipped;
    }
    int consumed = Math.min(left, MAX_HEADER - head.length());
    head.appendBuffer(piece, at, consumed);
    readHeader();
    return consumed;
  }

  /** Parses whenever the head has doubled, so that tiny pieces do not cause quadratic time. */
  private void readHeader() {
    boolean full = head.length() == MAX_HEADER;
    if (!full && head.length() < nextReadLength) {
      return;
    }
    header = ParsedImageHeader.read(head).orElse(null);
    if (header != null) {
      head = NOTHING;
    } else if (full) {
      skipAhead();
    }
    nextReadLength = 2 * head.length();
  }

  private AnimusException truncatedImage() {
    return skippedAhead
        ? ParsedImageHeader.invalidImage("the picture ends within its header")
        : ParsedImageHeader.truncatedFile(head);
  }

  private void skipAhead() {
    skippedAhead = true;
    ParsedImageHeader.ResumePoint resumePoint = ParsedImageHeader.resumePoint(head);
    if (resumePoint.from() <= resumePoint.bytesKept()) {
      throw ParsedImageHeader.invalidImage(
          "the picture does not tell its size within " + MAX_HEADER + " bytes");
    }
    Buffer kept = head.getBuffer(0, resumePoint.bytesKept());
    int from = (int) Math.min(resumePoint.from(), head.length());
    bytesToSkip = resumePoint.from() - from;
    head = kept.appendBuffer(head, from, head.length() - from);
  }

  /** Returns the type and size of the file after its end. */
  public Result finish() {
    if (header == null) {
      header = ParsedImageHeader.read(head).orElseThrow(this::truncatedImage);
    }
    return new Result(header.type(), header.size(), bytes);
  }

  /**
   * Type and size of an inspected file.
   *
   * @param bytes the size of the file
   */
  public record Result(ImageType type, PixelSize size, long bytes) {}
}
