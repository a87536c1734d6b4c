package dev.animus4j.image.provider;

import dev.animus4j.image.ImageRequest.Size;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sizes whose sides are multiples of a step, within limits.
 *
 * @param step what both sides are multiples of
 * @param minSide the least length of a side; a multiple of the step
 * @param maxSide the greatest length of a side; a multiple of the step
 * @param minPixels the least area
 * @param maxPixels the greatest area
 * @param maxRatio how much longer the longer side may be, at most
 */
public record SizeGrid(
    int step, int minSide, int maxSide, long minPixels, long maxPixels, int maxRatio) {
  private static final int NEIGHBOURS = 2;

  /** The multiples of {@code step} from {@code minSide} to {@code maxSide}, in any combination. */
  public static SizeGrid multiplesOf(int step, int minSide, int maxSide) {
    return new SizeGrid(step, minSide, maxSide, 1, (long) maxSide * maxSide, maxSide);
  }

  /** Whether this size is one of them. */
  public boolean contains(Size size) {
    long longer = Math.max(size.width(), size.height());
    long shorter = Math.min(size.width(), size.height());
    long pixels = longer * shorter;
    return size.width() % step == 0
        && size.height() % step == 0
        && shorter >= minSide
        && longer <= maxSide
        && longer <= shorter * maxRatio
        && pixels >= minPixels
        && pixels <= maxPixels;
  }

  /**
   * The nearest of these sizes: both sides are scaled alike until they are within the limits, and
   * then rounded to the step. An aspect ratio beyond the limits becomes the most extreme one.
   */
  public Size nearest(Size wanted) {
    double most = Math.min(maxRatio, (double) maxSide / minSide);
    double ratio = clamp((double) wanted.width() / wanted.height(), 1 / most, most);
    double extent = Math.max(ratio, 1 / ratio);
    double least = Math.max(minPixels, (double) minSide * minSide * extent);
    double greatest = Math.min(maxPixels, (double) maxSide * maxSide / extent);
    double area = clamp(NearestSize.area(wanted), least, greatest);
    return nearest(Math.sqrt(area * ratio), Math.sqrt(area / ratio));
  }

  private Size nearest(double width, double height) {
    return around(width)
        .flatMap(across -> around(height).map(down -> new Size(across, down)))
        .filter(this::contains)
        .min(
            Comparator.comparingDouble(
                size -> distance(size.width(), width) + distance(size.height(), height)))
        .orElseThrow();
  }

  /** The multiples of the step next to this length. */
  private Stream<Integer> around(double length) {
    int nearest = (int) Math.round(length / step);
    return IntStream.rangeClosed(nearest - NEIGHBOURS, nearest + NEIGHBOURS)
        .filter(multiple -> multiple > 0)
        .mapToObj(multiple -> multiple * step);
  }

  private static double distance(int length, double wanted) {
    return Math.abs(Math.log(length / wanted));
  }

  private static double clamp(double value, double least, double greatest) {
    return Math.max(least, Math.min(greatest, value));
  }
}
