package dev.animus4j.image.format;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Inspects an image file while it is streamed, piece by piece, in order. At most 256 KiB of it are
 * kept, and only until its header has been read; earlier data without the size, such as profiles,
 * is skipped. Fails with {@link AnimusException.Protocol} at the first piece that shows that the
 * file is not an image, is damaged, is larger than allowed, or does not contain its size, and with
 * {@link AnimusException.Unavailable} at the end of a file that was cut off; what follows the end
 * of the image does not count. Pixels are not decoded, so that damage among them is not noticed.
 */
public final class ImageInspector {
  private static final int MAX_HEADER = 256 * 1024;
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final long maxBytes;
  private Buffer head = Buffer.buffer();
  private int nextReadLength = ImageType.ENOUGH;
  private @Nullable ParsedImageHeader header;
  private long bytes;
  private final Buffer beginning = Buffer.buffer();
  private @Nullable FileParts parts;
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
    walk(piece);
  }

  /** Walks through the parts of the file, once its type is known. */
  private void walk(Buffer piece) {
    int begun = Math.min(ImageType.ENOUGH - beginning.length(), piece.length());
    beginning.appendBuffer(piece, 0, begun);
    if (parts == null && beginning.length() == ImageType.ENOUGH) {
      parts = ImageType.detect(beginning).map(ImageType::newParts).orElse(null);
      accept(beginning, 0);
    }
    accept(piece, begun);
  }

  private void accept(Buffer piece, int from) {
    if (parts != null) {
      parts.accept(piece, from);
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
        ? ParsedImageHeader.cutOff("the picture ends within its header")
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

  /**
   * Returns the type and size as soon as they have been read, with the number of bytes so far;
   * empty until then.
   */
  public Optional<Result> header() {
    ParsedImageHeader parsed = header;
    return parsed == null
        ? Optional.empty()
        : Optional.of(new Result(parsed.type(), parsed.size(), bytes));
  }

  /** Returns the type and size of the file after its end. */
  public Result finish() {
    if (header == null) {
      header = ParsedImageHeader.read(head).orElseThrow(this::truncatedImage);
    }
    if (parts == null || !parts.isComplete()) {
      throw ParsedImageHeader.cutOff("the picture is cut off: its end is missing");
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
