package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Image for the model to use in a new one.
 *
 * @param bytes the file; not to be changed
 * @param mediaType such as {@code image/png}
 * @param role its role in the new image: {@code logo}, {@code face}, {@code character}…; null
 *     leaves that to the prompt
 * @param name its name in the prompt; null for none
 */
public record ReferenceImage(
    Buffer bytes, String mediaType, @Nullable String role, @Nullable String name) {

  /** Describes it without its bytes. */
  @Override
  public String toString() {
    return "ReferenceImage["
        + mediaType
        + ", "
        + bytes.length()
        + " bytes, "
        + role
        + ", "
        + name
        + "]";
  }
}
