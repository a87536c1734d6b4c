package dev.animus4j.image.provider;

import dev.animus4j.image.ImageRequest.Size;
import java.util.Comparator;
import java.util.List;

/**
 * Nearest of the sizes or aspect ratios that a model takes: the one whose aspect ratio is nearest,
 * and among those the one whose area is.
 */
public final class NearestSize {
  private NearestSize() {}

  /** The nearest of these sizes, of which there is at least one. */
  public static Size of(Size wanted, List<Size> sizes) {
    return sizes.stream()
        .min(
            Comparator.comparingDouble((Size size) -> ratioDistance(size, wanted))
                .thenComparingDouble(size -> Math.abs(Math.log(area(size) / area(wanted)))))
        .orElseThrow();
  }

  /** The nearest of these aspect ratios, such as {@code 16:9}, of which there is at least one. */
  public static String ratio(Size wanted, List<String> ratios) {
    return ratios.stream()
        .min(Comparator.comparingDouble(ratio -> Math.abs(logarithm(ratio) - logarithm(wanted))))
        .orElseThrow();
  }

  /** How often a square of this side is to be quadrupled to have the area of the size. */
  public static double quadruplings(Size size, int side) {
    return Math.log(area(size) / ((double) side * side)) / Math.log(4);
  }

  static double ratioDistance(Size one, Size other) {
    return Math.abs(logarithm(one) - logarithm(other));
  }

  static double area(Size size) {
    return (double) size.width() * size.height();
  }

  private static double logarithm(Size size) {
    return Math.log((double) size.width() / size.height());
  }

  private static double logarithm(String ratio) {
    String[] sides = ratio.split(":", 2);
    return Math.log(Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]));
  }
}
