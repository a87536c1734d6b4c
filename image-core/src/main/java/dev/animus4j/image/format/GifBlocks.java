package dev.animus4j.image.format;

/** Blocks of a GIF file (GIF89a, 12 and following): images and extensions, then the trailer. */
final class GifBlocks extends FileParts {
  private static final int SCREEN = 13;
  private static final int IMAGE = 0x2C;
  private static final int EXTENSION = 0x21;
  private static final int TRAILER = 0x3B;

  private enum Part {
    SCREEN,
    BLOCK,
    IMAGE,
    DATA
  }

  private Part part = Part.SCREEN;
  private boolean hasImage;

  GifBlocks() {
    super(0, SCREEN);
  }

  @Override
  void read(byte[] head) {
    switch (part) {
      case SCREEN -> go(Part.BLOCK, colors(head[10]));
      case IMAGE -> {
        hasImage = true;
        go(Part.DATA, colors(head[8]) + 1); // and the size of its codes
      }
      case DATA -> {
        int length = head[0] & 0xFF;
        go(length == 0 ? Part.BLOCK : Part.DATA, length);
      }
      case BLOCK -> readBlock(head[0] & 0xFF);
    }
  }

  private void readBlock(int kind) {
    if (kind == TRAILER && hasImage) {
      end();
    } else if (kind == IMAGE) {
      go(Part.IMAGE, 0);
    } else if (kind == EXTENSION) {
      go(Part.DATA, 1); // its label
    } else if (kind == 0) {
      go(Part.BLOCK, 0); // some encoders write one terminator too many
    } else {
      throw ParsedImageHeader.invalidImage("a block of the GIF is damaged");
    }
  }

  private void go(Part next, int distance) {
    part = next;
    skip(distance);
    expect(next == Part.IMAGE ? 9 : 1);
  }

  /** The length of the color table that the flags announce. */
  private static int colors(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }
}
