package dev.animus4j.gemini;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A piece of what is said: one of text, picture, call and result.
 *
 * @param text words; may be empty where a part only carries a signature
 * @param inlineData a file
 * @param fileData a file that the provider fetches
 * @param functionCall a call the model asked for
 * @param functionResponse what came of it
 * @param thoughtSignature what the model wants back, byte by byte as it gave it
 */
@JsonNaming(LowerCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Part(
    @Nullable String text,
    @Nullable Blob inlineData,
    @Nullable At fileData,
    @Nullable Call functionCall,
    @Nullable Result functionResponse,
    @Nullable String thoughtSignature) {

  /**
   * A file; written as base64.
   *
   * @param data not to be changed
   */
  @JsonNaming(LowerCamelCaseStrategy.class)
  public record Blob(String mimeType, byte[] data) {}

  /** Where a file is. */
  @JsonNaming(LowerCamelCaseStrategy.class)
  public record At(URI fileUri) {}

  /** A call of a function, its arguments an object. */
  public record Call(String name, JsonNode args, @Nullable String id) {}

  /** What came of a call: an object. */
  public record Result(String name, JsonNode response, @Nullable String id) {}

  /** Words. */
  public static Part text(String text) {
    return new Part(text, null, null, null, null, null);
  }

  /** A file. */
  public static Part file(String mediaType, byte[] bytes) {
    return new Part(null, new Blob(mediaType, bytes), null, null, null, null);
  }

  /** A file that the provider fetches. */
  public static Part at(URI address) {
    return new Part(null, null, new At(address), null, null, null);
  }

  /** A call that the model asked for earlier. */
  public static Part of(Call call) {
    return new Part(null, null, null, call, null, null);
  }

  /** What came of a call. */
  public static Part of(Result result) {
    return new Part(null, null, null, null, result, null);
  }

  /** The same, as the model signed it; null for not at all. */
  public Part signed(@Nullable String signature) {
    return new Part(text, inlineData, fileData, functionCall, functionResponse, signature);
  }
}
