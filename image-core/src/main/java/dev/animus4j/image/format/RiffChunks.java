package dev.animus4j.image.format;

import java.util.Set;

/** Chunks of a WebP file (RFC 9649): the file tells its length, and has at least one image. */
final class RiffChunks extends FileParts {
  private static final Set<String> IMAGES = Set.of("VP8 ", "VP8L", "ANMF");

  private long left = -1;
  private boolean hasImage;

  RiffChunks() {
    super(4, 8);
  }

  @Override
  void read(byte[] head) {
    if (left < 0) {
      left = unsignedIntLittleEndian(head, 0) - 4;
    } else if (left == 0) {
      end();
      return;
    } else {
      readChunk(head);
    }
    expect(left > 0 ? 8 : 1);
  }

  private void readChunk(byte[] head) {
    long length = unsignedIntLittleEndian(head, 4);
    long padded = length + (length & 1);
    hasImage |= IMAGES.contains(name(head, 0));
    left -= 8;
    if (length > left && left >= 0) {
      throw ParsedImageHeader.invalidImage("a chunk of the WebP is damaged");
    }
    skip(Math.max(0, Math.min(padded, left)));
    left -= padded;
    left = left < 8 ? 0 : left;
  }

  @Override
  boolean isComplete() {
    return hasImage && left == 0 && !isSkipping();
  }
}
