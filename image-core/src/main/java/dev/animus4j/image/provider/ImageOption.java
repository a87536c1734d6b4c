package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.ImageOptions;
import dev.animus4j.image.ImageRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Option of a request, and what becomes of it where a model does not take it. */
public enum ImageOption {
  COUNT("makes one picture at a time", ImageOptions::count),
  QUALITY(null, ImageOptions::quality),
  BACKGROUND("takes no background", ImageOptions::background),
  OUTPUT_FORMAT("takes no output format", ImageOptions::outputFormat),
  NEGATIVE_PROMPT("takes no negative prompt", ImageOptions::negativePrompt),
  STEPS(null, ImageOptions::steps),
  GUIDANCE(null, ImageOptions::guidance),
  STRENGTH("takes no strength", ImageOptions::strength);

  private static final Logger LOG = LoggerFactory.getLogger(ImageOption.class);

  /** Why it is refused; null if it is left out instead, since it does not change what is shown. */
  private final @Nullable String refusal;

  private final Function<ImageOptions, @Nullable Object> value;

  ImageOption(@Nullable String refusal, Function<ImageOptions, @Nullable Object> value) {
    this.refusal = refusal;
    this.value = value;
  }

  /**
   * The options of a request by their wire names.
   *
   * @param names the wire names of the options that the model takes
   * @throws AnimusException.InvalidRequest when an option is set that it does not take, and that
   *     changes what is paid for or shown
   */
  public static Map<String, Object> fields(
      ImageRequest request, Map<ImageOption, String> names, FailureOrigin origin) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (ImageOption option : values()) {
      Object value = option.value.apply(request.options());
      String name = names.get(option);
      if (value != null && name != null) {
        fields.put(name, value);
      } else if (value != null && !(option == COUNT && value.equals(1))) {
        option.leaveOut(value, origin);
      }
    }
    return fields;
  }

  /**
   * Checks a request to a model that takes no options.
   *
   * @throws AnimusException.InvalidRequest as {@link #fields} does
   */
  public static void rejectAll(ImageRequest request, FailureOrigin origin) {
    var unused = fields(request, Map.of(), origin);
  }

  private void leaveOut(Object value, FailureOrigin origin) {
    if (refusal != null) {
      String what = refusal + " (" + value + "): leave it out, or use another model";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    LOG.debug("{} does not take {}, which is left out: {}", origin.provider(), this, value);
  }
}
