package dev.animus4j.image.store;

import java.util.Locale;
import java.util.regex.Pattern;

/** File names of the images of a store, and their distinction from other files. */
final class StoredFileName {
  private static final int LONGEST_MODEL = 36;
  private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern IMAGE =
      Pattern.compile("image_[a-z0-9._-]{0,36}_" + ID + "_\\d{1,19}\\.[a-z]{3,4}");
  private static final Pattern TEMPORARY = Pattern.compile("image_" + ID + "\\.part");

  private StoredFileName() {}

  /** {@code image_{model}_{id}_{epochMillis}.{extension}}. */
  static String image(String model, String id, String extension) {
    return "image_%s_%s_%d.%s"
        .formatted(sanitize(model), id, System.currentTimeMillis(), extension);
  }

  /** The name until the image is complete. */
  static String temporary(String id) {
    return "image_" + id + ".part";
  }

  static boolean isImage(String name) {
    return IMAGE.matcher(name).matches();
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
