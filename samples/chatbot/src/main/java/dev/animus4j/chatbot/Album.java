package dev.animus4j.chatbot;

import dev.animus4j.image.FileImageStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The pictures, and the addresses under which browsers find them. A name holds a random id: who
 * knows it was told.
 */
record Album(Path directory, FileImageStore store) {
  private static final String PATH = "/images/";
  private static final Pattern NAME = Pattern.compile("image_[a-z0-9._-]{1,150}");
  private static final Map<String, String> TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "avif", "image/avif");

  /** Where a browser finds what the store keeps there. */
  static String address(URI location) {
    String path = location.getScheme().equals("file") ? location.getPath() : "";
    return path.isEmpty() ? location.toString() : PATH + path.substring(path.lastIndexOf('/') + 1);
  }

  /** Where the store keeps what a browser finds there. */
  URI location(String address) {
    if (!address.startsWith(PATH)) {
      throw new Problem(400, "invalidRequest", "A picture is named by its address here.");
    }
    return named(address.substring(PATH.length()));
  }

  URI named(String name) {
    if (!NAME.matcher(name).matches() || mediaType(name).isEmpty()) {
      throw new Problem(404, "notFound", "There is no such picture.");
    }
    return directory.resolve(name).toUri();
  }

  /** The store names pictures by what their bytes say; empty for other files. */
  static String mediaType(String name) {
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
  }
}
