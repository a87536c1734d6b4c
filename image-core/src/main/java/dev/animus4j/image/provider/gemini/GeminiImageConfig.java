package dev.animus4j.image.provider.gemini;

import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.NearestSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Image config for the size that Gemini supports nearest to a size in pixels: an aspect ratio, and
 * 1K, 2K or 4K. 1K is not sent, because it is the default and not every model knows the field.
 */
record GeminiImageConfig(String aspectRatio, String imageSize) {
  private static final List<String> RATIOS =
      List.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9");

  /** Further ratios of Gemini 3.1. */
  private static final List<String> EXTREME_RATIOS = List.of("1:4", "4:1", "1:8", "8:1");

  static GeminiImageConfig of(ImageRequest.Size size, String model) {
    long steps = Math.round(NearestSize.quadruplings(size, 1024));
    long most = model.startsWith("gemini-2") ? 0 : 2;
    return new GeminiImageConfig(
        NearestSize.ratio(size, ratios(model)), (1 << Math.max(0, Math.min(most, steps))) + "K");
  }

  private static List<String> ratios(String model) {
    return model.startsWith("gemini-3.1-")
        ? Stream.concat(RATIOS.stream(), EXTREME_RATIOS.stream()).toList()
        : RATIOS;
  }

  Map<String, Object> toMap() {
    Map<String, Object> config = new HashMap<>();
    config.put("aspectRatio", aspectRatio);
    if (!imageSize.equals("1K")) {
      config.put("imageSize", imageSize);
    }
    return config;
  }
}
