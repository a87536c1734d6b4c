package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of picture told apart by their first bytes, whatever their name or sender says. */
enum PictureType {
  PNG("image/png", "png") {
    @Override
    boolean begins(Buffer head) {
      return says(head, 0, "\u0089PNG\r\n\u001a\n");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return head.length() < 24 ? Optional.empty() : Optional.of(PngHeader.size(head));
    }
  },

  JPEG("image/jpeg", "jpg") {
    @Override
    boolean begins(Buffer head) {
      return says(head, 0, "\u00ff\u00d8\u00ff");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return JpegHeader.size(head);
    }

    @Override
    ImageHeader.Rest rest(Buffer head) {
      return JpegHeader.rest(head);
    }
  },

  GIF("image/gif", "gif") {
    @Override
    boolean begins(Buffer head) {
      return says(head, 0, "GIF87a") || says(head, 0, "GIF89a");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      int width = head.getUnsignedShortLE(6);
      int height = head.getUnsignedShortLE(8);
      return Optional.of(PixelSize.claimed(width, height));
    }
  },

  WEBP("image/webp", "webp") {
    @Override
    boolean begins(Buffer head) {
      return says(head, 0, "RIFF") && says(head, 8, "WEBP");
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return head.length() < 30 ? Optional.empty() : Optional.of(WebpHeader.size(head));
    }
  },

  AVIF("image/avif", "avif") {
    @Override
    boolean begins(Buffer head) {
      return says(head, 4, "ftyp") && AvifHeader.mayBegin(head);
    }

    @Override
    Optional<PixelSize> size(Buffer head) {
      return AvifHeader.size(head);
    }

    @Override
    ImageHeader.Rest rest(Buffer head) {
      return AvifHeader.rest(head);
    }
  };

  /** How many bytes {@link #of} needs to decide. */
  static final int ENOUGH = 12;

  private final String mediaType;
  private final String extension;

  PictureType(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  /** Which of them a file begins as; needs {@link #ENOUGH} bytes. */
  static Optional<PictureType> of(Buffer head) {
    return Arrays.stream(values()).filter(type -> type.begins(head)).findFirst();
  }

  static boolean says(Buffer head, int at, String latin1) {
    byte[] expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
    int end = at + expected.length;
    return end <= head.length() && Arrays.equals(head.getBytes(at, end), expected);
  }

  /**
   * Whether a file that begins so is one of this type, as far as {@link #ENOUGH} bytes can tell.
   */
  abstract boolean begins(Buffer head);

  /** What the header says of the size; empty while it takes more bytes to tell. */
  abstract Optional<PixelSize> size(Buffer head);

  /** Where to go on when it takes very many bytes to tell; nowhere for most. */
  ImageHeader.Rest rest(Buffer head) {
    return ImageHeader.Rest.NONE;
  }

  String mediaType() {
    return mediaType;
  }

  String extension() {
    return extension;
  }
}
