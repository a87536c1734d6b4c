package dev.animus4j.image.format;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Image file types, detected by their first bytes, whatever their name or declared media type. */
public enum ImageType {
  PNG("image/png", "png", PngChunks::new) {
    @Override
    boolean matches(Buffer head) {
      return hasBytesAt(head, 0, "\u0089PNG\r\n\u001a\n");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return head.length() < 24 ? Optional.empty() : Optional.of(PngHeader.size(head));
    }
  },

  JPEG("image/jpeg", "jpg", JpegMarkers::new) {
    @Override
    boolean matches(Buffer head) {
      return hasBytesAt(head, 0, "\u00ff\u00d8\u00ff");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return JpegHeader.size(head);
    }

    @Override
    ParsedImageHeader.ResumePoint resumePoint(Buffer head) {
      return JpegHeader.resumePoint(head);
    }
  },

  GIF("image/gif", "gif", GifBlocks::new) {
    @Override
    boolean matches(Buffer head) {
      return hasBytesAt(head, 0, "GIF87a") || hasBytesAt(head, 0, "GIF89a");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      int width = head.getUnsignedShortLE(6);
      int height = head.getUnsignedShortLE(8);
      return Optional.of(PixelSize.of(width, height));
    }
  },

  WEBP("image/webp", "webp", RiffChunks::new) {
    @Override
    boolean matches(Buffer head) {
      return hasBytesAt(head, 0, "RIFF") && hasBytesAt(head, 8, "WEBP");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return head.length() < 30 ? Optional.empty() : Optional.of(WebpHeader.size(head));
    }
  },

  AVIF("image/avif", "avif", AvifBoxes::new) {
    @Override
    boolean matches(Buffer head) {
      return hasBytesAt(head, 4, "ftyp") && AvifHeader.mayBeAvif(head);
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return AvifHeader.size(head);
    }

    @Override
    ParsedImageHeader.ResumePoint resumePoint(Buffer head) {
      return AvifHeader.resumePoint(head);
    }
  };

  /** The number of bytes that {@link #detect} needs. */
  static final int ENOUGH = 12;

  private final String mediaType;
  private final String extension;
  private final Supplier<FileParts> parts;

  ImageType(String mediaType, String extension, Supplier<FileParts> parts) {
    this.mediaType = mediaType;
    this.extension = extension;
    this.parts = parts;
  }

  /** Detects the type of a file by its first {@link #ENOUGH} bytes. */
  public static Optional<ImageType> detect(Buffer head) {
    return Arrays.stream(values()).filter(type -> type.matches(head)).findFirst();
  }

  /** Whether a file that begins so is a web page, JSON, XML or another text, and no SVG. */
  public static boolean isPage(Buffer head) {
    return detect(head).isEmpty() && OtherFileType.isPage(head);
  }

  static boolean hasBytesAt(Buffer head, int at, String latin1) {
    byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
    int end = at + expected.length;
    return end <= head.length() && Arrays.equals(head.getBytes(at, end), expected);
  }

  /**
   * Whether a file with these first bytes is of this type, as far as {@link #ENOUGH} bytes show.
   */
  abstract boolean matches(Buffer head);

  /** Reads the size from the header; empty while it needs more bytes. */
  abstract Optional<PixelSize> size(Buffer head);

  /** Where to resume when the header is very long; {@code NONE} for most types. */
  ParsedImageHeader.ResumePoint resumePoint(Buffer head) {
    return ParsedImageHeader.ResumePoint.NONE;
  }

  /** A walk through the parts of a file of this type, from its beginning. */
  FileParts newParts() {
    return parts.get();
  }

  /** Such as {@code image/png}. */
  public String mediaType() {
    return mediaType;
  }

  /** The extension of its file names, without the dot. */
  public String extension() {
    return extension;
  }
}
