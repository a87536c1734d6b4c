package dev.animus4j.image;

/**
 * How large a picture claims to be. A claim is believed only within limits, because a file of some
 * kilobytes can claim more pixels than a machine has memory; and one that claims nothing may turn
 * out to be anything.
 */
record PixelSize(int width, int height) {
  private static final long SIDE = 16_384;
  private static final long PIXELS = 100_000_000;

  static PixelSize claimed(long width, long height) {
    if (width < 1 || height < 1) {
      throw ImageHeader.refused("the picture does not tell how large it is");
    }
    if (width > SIDE || height > SIDE || width * height > PIXELS) {
      throw ImageHeader.refused(
          "the picture claims %d x %d pixels, more than %d a side or %d in all"
              .formatted(width, height, SIDE, PIXELS));
    }
    return new PixelSize((int) width, (int) height);
  }

  long pixels() {
    return (long) width * height;
  }
}
