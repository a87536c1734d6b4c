package dev.animus4j.image.provider.gemini;

import dev.animus4j.image.ImageRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Image config for the size that Gemini supports nearest to a size in pixels: an aspect ratio that
 * all of its models support, and 1K, 2K or 4K. 1K is not sent, because it is the default and not
 * every model knows the field.
 */
record GeminiImageConfig(String aspectRatio, String imageSize) {
  private static final List<String> RATIOS =
      List.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9");

  static GeminiImageConfig of(ImageRequest.Size size) {
    double wanted = Math.log((double) size.width() / size.height());
    String nearest =
        RATIOS.stream()
            .min(Comparator.comparingDouble(ratio -> Math.abs(logarithm(ratio) - wanted)))
            .orElseThrow();
    double doublings = Math.log((double) size.width() * size.height() / (1 << 20)) / Math.log(4);
    long steps = Math.max(0, Math.min(2, Math.round(doublings)));
    return new GeminiImageConfig(nearest, (1 << steps) + "K");
  }

  Map<String, Object> toMap() {
    Map<String, Object> config = new HashMap<>();
    config.put("aspectRatio", aspectRatio);
    if (!imageSize.equals("1K")) {
      config.put("imageSize", imageSize);
    }
    return config;
  }

  private static double logarithm(String ratio) {
    String[] sides = ratio.split(":", 2);
    return Math.log(Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]));
  }
}
