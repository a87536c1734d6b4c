package dev.animus4j.chat.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.provider.InputType;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An image attached to a user message. The history keeps only its location. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Attachment.Reference.class),
  @JsonSubTypes.Type(Attachment.Data.class)
})
public sealed interface Attachment {

  /**
   * An image by its location.
   *
   * @param location an {@code http} or {@code https} address, which the provider fetches, or a
   *     location in the client's {@link dev.animus4j.image.store.ImageStore}
   */
  record Reference(URI location) implements Attachment {

    /** Rejects a null. */
    public Reference {
      Objects.requireNonNull(location, "location");
    }

    /** Whether it is a web address, which the provider fetches. */
    @JsonIgnore
    public boolean isWeb() {
      String scheme = String.valueOf(location.getScheme());
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      return web && location.getRawAuthority() != null;
    }

    /**
     * The address, for the provider to fetch.
     *
     * @throws AnimusException.InvalidRequest for a location that is not a web address: it is read
     *     from a store and must not be sent to a provider
     */
    public URI address() {
      if (!isWeb()) {
        throw new AnimusException.InvalidRequest(
            FailureOrigin.of("animus4j"),
            "a picture that a provider shall fetch needs an http or https address");
      }
      return location;
    }
  }

  /**
   * An image by its bytes.
   *
   * @param mediaType {@code image/png}, {@code image/jpeg}, {@code image/webp} or {@code
   *     image/gif}; what the bytes show replaces what was declared
   * @param bytes the file; must not be modified
   */
  record Data(String mediaType, byte[] bytes) implements Attachment {
    private static final int HEAD = 1024;
    private static final Set<String> TYPES =
        Set.of("image/png", "image/jpeg", "image/webp", "image/gif");

    /** Fails with {@link AnimusException.InvalidRequest} for a file of any other media type. */
    public Data {
      Objects.requireNonNull(bytes, "bytes");
      Buffer head = Buffer.buffer(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD)));
      mediaType = InputType.of(head, mediaType);
      if (!TYPES.contains(mediaType)) {
        throw new AnimusException.InvalidRequest(
            FailureOrigin.of("animus4j"),
            "models look at PNG, JPEG, WebP and GIF, not at " + mediaType);
      }
    }

    /** By content. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Data data
          && data.mediaType.equals(mediaType)
          && Arrays.equals(data.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return 31 * mediaType.hashCode() + Arrays.hashCode(bytes);
    }

    /** Media type and size, without the bytes. */
    @Override
    public String toString() {
      return "Data[" + mediaType + ", " + bytes.length + " bytes]";
    }
  }

  /** The image at this location; see {@link Reference}. */
  static Attachment reference(URI location) {
    return new Reference(location);
  }

  /** The image of these bytes; see {@link Data}. */
  static Attachment of(String mediaType, byte[] bytes) {
    return new Data(mediaType, bytes);
  }
}
