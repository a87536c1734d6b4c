package dev.animus4j.image.store;

import java.util.Locale;
import java.util.regex.Pattern;

/** File names of the images of a store and of their descriptions, distinct from all others. */
public final class StoredFileName {
  private static final int LONGEST_MODEL = 36;
  private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String DESCRIPTION = ".json";
  private static final Pattern IMAGE =
      Pattern.compile("image_[a-z0-9._-]{0,36}_" + ID + "_\\d{1,19}\\.[a-z]{3,4}");
  private static final Pattern TEMPORARY = Pattern.compile("image_" + ID + "\\.part");

  private StoredFileName() {}

  /** {@code image_{model}_{id}_{epochMillis}.{extension}}. */
  public static String image(String model, String id, String extension) {
    return "image_%s_%s_%d.%s"
        .formatted(sanitize(model), id, System.currentTimeMillis(), extension);
  }

  /** The name of the description of an image, beside it. */
  static String description(String image) {
    return image + DESCRIPTION;
  }

  /** The name of the image that a description is of. */
  static String describedImage(String description) {
    return description.substring(0, description.length() - DESCRIPTION.length());
  }

  /** The name until the image is complete. */
  static String temporary(String id) {
    return "image_" + id + ".part";
  }

  /** Whether {@link #image} made this name. */
  public static boolean isImage(String name) {
    return IMAGE.matcher(name).matches();
  }

  static boolean isDescription(String name) {
    return name.endsWith(DESCRIPTION) && isImage(describedImage(name));
  }

  static boolean isOfStore(String name) {
    return isImage(name) || isDescription(name) || isTemporary(name);
  }

  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /**
   * Replaces characters that file names must not have: models are named
   * {@code @cf/some-lab/flux-1:8b}.
   */
  private static String sanitize(String model) {
    String plain = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+|\\.{2,}", "-");
    return plain.length() > LONGEST_MODEL ? plain.substring(0, LONGEST_MODEL) : plain;
  }
}
