package dev.animus4j.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cache key, equal for equal requests: the SHA-256, in hexadecimal, of all fields of a request, as
 * JSON. A source image counts by its address, a reference image by its bytes.
 */
record RequestKey(String hash) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .build();

  /**
   * Returns the key of a request; empty when a field is not JSON, and so cannot be compared, or
   * when its objects throw anything while they are read.
   */
  static Optional<RequestKey> of(ImageRequest request) {
    try {
      return Optional.of(
          new RequestKey(sha256(MAPPER.writeValueAsBytes(HashedRequest.of(request)))));
    } catch (Throwable notJson) {
      return Optional.empty();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record HashedRequest(
      String prompt,
      @Nullable String source,
      ImageRequest.@Nullable Size size,
      @Nullable Long seed,
      List<HashedReferenceImage> assets,
      ImageOptions options,
      Map<String, Object> extra) {

    static HashedRequest of(ImageRequest request) {
      return new HashedRequest(
          normalizePrompt(request.prompt()),
          sourceLocation(request.source()),
          request.size(),
          request.seed(),
          request.referenceImages().stream().map(HashedReferenceImage::of).toList(),
          request.options(),
          request.extra());
    }

    private static String normalizePrompt(String prompt) {
      String composed = WordNormalizer.normalizeUnicode(prompt, Normalizer.Form.NFC);
      return composed.strip().replaceAll("\\s+", " ");
    }

    private static @Nullable String sourceLocation(ImageRequest.@Nullable Source source) {
      if (source instanceof ImageRequest.Source.Made made) {
        return made.image().location().toString();
      }
      return source instanceof ImageRequest.Source.At at ? at.address().toString() : null;
    }
  }

  private record HashedReferenceImage(
      String bytes, String mediaType, @Nullable String role, @Nullable String name) {
    static HashedReferenceImage of(ReferenceImage reference) {
      String hash = sha256(reference.bytes().getBytes());
      return new HashedReferenceImage(
          hash, reference.mediaType(), reference.role(), reference.name());
    }
  }
}
