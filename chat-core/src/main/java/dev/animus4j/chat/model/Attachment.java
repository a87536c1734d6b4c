package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.net.URI;
import java.util.Set;

/** A picture that a user shows. What a conversation remembers of it is where it is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
public sealed interface Attachment {

  /**
   * A picture by its place.
   *
   * @param location an {@code http} or {@code https} address, which the provider fetches, or a
   *     location in the client's {@link dev.animus4j.image.ImageStore}
   */
  record At(URI location) implements Attachment {

    /** Whether the provider is to fetch it. */
    public boolean isWeb() {
      String scheme = String.valueOf(location.getScheme());
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      return web && location.getRawAuthority() != null;
    }

    /**
     * The address, for the provider to fetch.
     *
     * @throws AnimusException.InvalidRequest for any that is not on the web: such a place is read
     *     from a store, and told nobody
     */
    public URI address() {
      if (!isWeb()) {
        throw new AnimusException.InvalidRequest(
            Origin.of("animus4j"),
            "a picture that a provider shall fetch needs an http or https address");
      }
      return location;
    }
  }

  /**
   * A picture by its bytes.
   *
   * @param mediaType {@code image/png}, {@code image/jpeg}, {@code image/webp} or {@code image/gif}
   * @param bytes the file; not to be changed
   */
  record File(String mediaType, byte[] bytes) implements Attachment {
    private static final Set<String> TYPES =
        Set.of("image/png", "image/jpeg", "image/webp", "image/gif");

    /** Fails with {@link AnimusException.InvalidRequest} for what models do not look at. */
    public File {
      if (!TYPES.contains(mediaType)) {
        throw new AnimusException.InvalidRequest(
            Origin.of("animus4j"), "models look at PNG, JPEG, WebP and GIF, not at " + mediaType);
      }
    }

    /** Says what it is, and nothing of its bytes. */
    @Override
    public String toString() {
      return "File[" + mediaType + ", " + bytes.length + " bytes]";
    }
  }

  /** The picture at this place; see {@link At}. */
  static Attachment at(URI location) {
    return new At(location);
  }

  /** This picture; see {@link File}. */
  static Attachment of(String mediaType, byte[] bytes) {
    return new File(mediaType, bytes);
  }
}
