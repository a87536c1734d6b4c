package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.image.store.StoredFileName;
import java.net.URI;

/** Locations of images in the database: {@code postgres:NAME}. */
final class ImageLocation {
  private static final String SCHEME = "postgres";

  private ImageLocation() {}

  static URI of(String name) {
    return URI.create(SCHEME + ":" + name);
  }

  static boolean isHere(URI location) {
    return SCHEME.equalsIgnoreCase(location.getScheme())
        && location.getRawFragment() == null
        && StoredFileName.isImage(location.getSchemeSpecificPart());
  }

  /** The name of the image at a location; fails when that can be none of this store. */
  static String name(URI location) {
    if (!isHere(location)) {
      throw ImageFailures.invalid("there is no such picture: it is not of this store");
    }
    return location.getSchemeSpecificPart();
  }
}
