package dev.animus4j.image;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the pictures of a store are called, and how they are told from what others keep there. */
final class PictureName {
  private static final int LONGEST_MODEL = 36;
  private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern PICTURE =
      Pattern.compile("image_[a-z0-9._-]{0,36}_" + ID + "_\\d{1,19}\\.[a-z]{3,4}");
  private static final Pattern DRAFT = Pattern.compile("image_" + ID + "\\.part");

  private PictureName() {}

  /** {@code image_{model}_{id}_{epochMillis}.{extension}}. */
  static String of(String model, String id, String extension) {
    return "image_%s_%s_%d.%s".formatted(plain(model), id, System.currentTimeMillis(), extension);
  }

  /** The name until the picture is complete. */
  static String draft(String id) {
    return "image_" + id + ".part";
  }

  static boolean isPicture(String name) {
    return PICTURE.matcher(name).matches();
  }

  static boolean isDraft(String name) {
    return DRAFT.matcher(name).matches();
  }

  /** Models have names such as {@code @cf/some-lab/flux-1:8b}; a file name must not. */
  private static String plain(String model) {
    String plain = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+|\\.{2,}", "-");
    return plain.length() > LONGEST_MODEL ? plain.substring(0, LONGEST_MODEL) : plain;
  }
}
