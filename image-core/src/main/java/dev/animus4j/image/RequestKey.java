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
 * Equal for requests that ask for the same picture: the SHA-256, in hexadecimal, of all that a
 * request says, as JSON. A picture to change counts by its address, one to draw with by its bytes.
 */
record RequestKey(String hash) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .build();

  /**
   * Empty for a request with a field that is not JSON, and so cannot be compared; also when its
   * objects throw, whatever that is, while they are read.
   */
  static Optional<RequestKey> of(ImageRequest request) {
    try {
      return Optional.of(new RequestKey(sha256(MAPPER.writeValueAsBytes(Said.by(request)))));
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

  private record Said(
      String prompt,
      @Nullable String source,
      ImageRequest.@Nullable Size size,
      @Nullable Long seed,
      List<DrawnWith> assets,
      Map<String, Object> extra) {

    static Said by(ImageRequest request) {
      return new Said(
          normalised(request.prompt()),
          source(request.source()),
          request.size(),
          request.seed(),
          request.assets().stream().map(DrawnWith::of).toList(),
          request.extra());
    }

    private static String normalised(String prompt) {
      String composed = Words.normalised(prompt, Normalizer.Form.NFC);
      return composed.strip().replaceAll("\\s+", " ");
    }

    private static @Nullable String source(ImageRequest.@Nullable Source source) {
      if (source instanceof ImageRequest.Source.Made made) {
        return made.image().location().toString();
      }
      return source instanceof ImageRequest.Source.At at ? at.address().toString() : null;
    }
  }

  private record DrawnWith(
      String bytes, String mediaType, @Nullable String role, @Nullable String name) {
    static DrawnWith of(Asset asset) {
      String hash = sha256(asset.bytes().getBytes());
      return new DrawnWith(hash, asset.mediaType(), asset.role(), asset.name());
    }
  }
}
