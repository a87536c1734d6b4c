package dev.animus4j.image.provider.openai;

import dev.animus4j.image.ImageRequest.Size;
import dev.animus4j.image.provider.ImageOption;
import dev.animus4j.image.provider.NearestSize;
import dev.animus4j.image.provider.SizeGrid;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Family of image models in the OpenAI dialect, by what they take. */
enum OpenAiModelFamily {
  /** GPT Image 1, its smaller and later versions, and what ChatGPT uses: three sizes. */
  GPT_IMAGE_1 {
    @Override
    Map<String, Object> sizeFields(Size wanted) {
      return size(NearestSize.of(wanted, GPT_IMAGE_1_SIZES));
    }
  },

  /** GPT Image 2 and later. */
  GPT_IMAGE {
    @Override
    Map<String, Object> sizeFields(Size wanted) {
      return size(GPT_IMAGE_SIZES.nearest(wanted));
    }
  },

  DALL_E_2 {
    @Override
    Map<String, Object> sizeFields(Size wanted) {
      return size(NearestSize.of(wanted, DALL_E_2_SIZES));
    }
  },

  DALL_E_3 {
    @Override
    Map<String, Object> sizeFields(Size wanted) {
      return size(NearestSize.of(wanted, DALL_E_3_SIZES));
    }
  },

  /** Grok 2, which takes no size. */
  GROK_2 {
    @Override
    Map<String, Object> sizeFields(Size wanted) {
      return Map.of();
    }
  },

  /** Grok Imagine, which takes an aspect ratio and 1k or 2k; 1k is its default, and not sent. */
  GROK {
    @Override
    Map<String, Object> sizeFields(Size wanted) {
      String ratio = NearestSize.ratio(wanted, GROK_RATIOS);
      return NearestSize.quadruplings(wanted, 1024) < 0.5
          ? Map.of("aspect_ratio", ratio)
          : Map.of("aspect_ratio", ratio, "resolution", "2k");
    }
  },

  /** Any other model, as of a server for Stable Diffusion. */
  OTHER {
    @Override
    Map<String, Object> sizeFields(Size wanted) {
      return size(wanted);
    }
  };

  private static final List<Size> GPT_IMAGE_1_SIZES =
      List.of(new Size(1024, 1024), new Size(1536, 1024), new Size(1024, 1536));
  private static final SizeGrid GPT_IMAGE_SIZES = new SizeGrid(16, 16, 3840, 655_360, 8_294_400, 3);
  private static final List<Size> DALL_E_2_SIZES =
      List.of(new Size(256, 256), new Size(512, 512), new Size(1024, 1024));
  private static final List<Size> DALL_E_3_SIZES =
      List.of(new Size(1024, 1024), new Size(1792, 1024), new Size(1024, 1792));
  private static final List<String> GROK_RATIOS =
      List.of(
          "1:1", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16", "2:1", "1:2", "19.5:9", "9:19.5",
          "20:9", "9:20");

  private static final Map<ImageOption, String> ALL_OPTIONS =
      Map.of(
          ImageOption.COUNT, "n",
          ImageOption.QUALITY, "quality",
          ImageOption.BACKGROUND, "background",
          ImageOption.OUTPUT_FORMAT, "output_format");

  /** The family of a model, whose name may be preceded by that of its maker and a slash. */
  static OpenAiModelFamily of(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (name.matches("gpt-image-1(\\D.*)?|chatgpt-image.*")) {
      return GPT_IMAGE_1;
    }
    if (name.startsWith("gpt-image")) {
      return GPT_IMAGE;
    }
    if (name.startsWith("dall-e")) {
      return name.startsWith("dall-e-2") ? DALL_E_2 : DALL_E_3;
    }
    if (name.startsWith("grok")) {
      return name.startsWith("grok-2") ? GROK_2 : GROK;
    }
    return OTHER;
  }

  /** The fields that request the nearest size it takes. */
  abstract Map<String, Object> sizeFields(Size wanted);

  /** The wire names of the options that it takes. */
  Map<ImageOption, String> optionNames() {
    return switch (this) {
      case DALL_E_3 -> Map.of(ImageOption.QUALITY, "quality");
      case GROK_2 -> Map.of(ImageOption.COUNT, "n");
      case DALL_E_2, GROK -> Map.of(ImageOption.COUNT, "n", ImageOption.QUALITY, "quality");
      case GPT_IMAGE_1, GPT_IMAGE, OTHER -> ALL_OPTIONS;
    };
  }

  boolean isDallE() {
    return this == DALL_E_2 || this == DALL_E_3;
  }

  private static Map<String, Object> size(Size size) {
    return Map.of("size", size.width() + "x" + size.height());
  }
}
