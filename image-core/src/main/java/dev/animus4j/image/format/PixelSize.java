package dev.animus4j.image.format;

/**
 * Declared size of an image in pixels. It is accepted only within limits, because a file of some
 * kilobytes can declare more pixels than a machine has memory; and one without a size could be
 * anything.
 */
public record PixelSize(int width, int height) {
  private static final long SIDE = 16_384;
  private static final long PIXELS = 100_000_000;

  static PixelSize of(long width, long height) {
    if (width < 1 || height < 1) {
      throw ParsedImageHeader.invalidImage("the picture does not tell how large it is");
    }
    if (width > SIDE || height > SIDE || width * height > PIXELS) {
      throw ParsedImageHeader.invalidImage(
          "the picture claims %d x %d pixels, more than %d a side or %d in all"
              .formatted(width, height, SIDE, PIXELS));
    }
    return new PixelSize((int) width, (int) height);
  }

  long pixels() {
    return (long) width * height;
  }
}
