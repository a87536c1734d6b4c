package dev.animus4j.image.s3;

import dev.animus4j.image.store.StoredFileName;
import java.net.URI;

/** Keys of the images in a bucket, and their locations: {@code s3://bucket/key}. */
record S3Locations(S3Bucket bucket) {
  private static final int MOST_DIGITS = 18;

  String key(String model, String id, String extension) {
    return bucket.prefix() + StoredFileName.image(model, id, extension);
  }

  URI location(String key) {
    return URI.create("s3://" + bucket.name() + "/" + S3Request.encodeKey(key));
  }

  /** The key of the description of an image, beside it, which is no key of an image. */
  static String description(String key) {
    return key + ".json";
  }

  /** What the key of each image begins with. */
  String listed() {
    return bucket.prefix() + "image_";
  }

  /** When the image with this key was stored, in milliseconds since 1970. */
  static long storedAt(String key) {
    String millis = key.substring(key.lastIndexOf('_') + 1, key.lastIndexOf('.'));
    return millis.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(millis);
  }

  boolean isImage(String key) {
    String prefix = bucket.prefix();
    return key.startsWith(prefix) && StoredFileName.isImage(key.substring(prefix.length()));
  }

  /**
   * Returns the key of an image that may be in this bucket.
   *
   * @throws dev.animus4j.failure.AnimusException.InvalidRequest for any other location
   */
  String key(URI location) {
    boolean here =
        "s3".equalsIgnoreCase(location.getScheme())
            && bucket.name().equals(location.getRawAuthority())
            && location.getRawQuery() == null
            && location.getRawFragment() == null;
    String path = location.getPath();
    String key = path == null || path.isEmpty() ? "" : path.substring(1);
    if (!here || !isImage(key)) {
      throw S3Failures.invalid("there is no such picture: it is not of this bucket and prefix");
    }
    return key;
  }
}
