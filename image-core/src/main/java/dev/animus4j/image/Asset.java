package dev.animus4j.image;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A picture to draw with.
 *
 * @param bytes the file; not to be changed
 * @param mediaType such as {@code image/png}
 * @param role what it is to the picture: {@code logo}, {@code face}, {@code character}…; null
 *     leaves that to the prompt
 * @param name how the prompt calls it; null for none
 */
public record Asset(Buffer bytes, String mediaType, @Nullable String role, @Nullable String name) {

  /** Says what it is, and nothing of its bytes. */
  @Override
  public String toString() {
    return "Asset[" + mediaType + ", " + bytes.length() + " bytes, " + role + ", " + name + "]";
  }
}
