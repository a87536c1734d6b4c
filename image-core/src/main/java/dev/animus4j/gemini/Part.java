package dev.animus4j.gemini;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Part of a content: one of text, file, function call and function result.
 *
 * @param text the text; may be empty where a part only carries a signature
 * @param inlineData a file
 * @param fileData a file that the provider fetches
 * @param functionCall a call that the model requests
 * @param functionResponse the result of a call
 * @param thoughtSignature the signature that the model requires back unchanged
 * @param others any other members, by their wire names
 */
@JsonNaming(LowerCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Part(
    @Nullable String text,
    @Nullable Blob inlineData,
    @Nullable At fileData,
    @Nullable Call functionCall,
    @Nullable Result functionResponse,
    @Nullable String thoughtSignature,
    @JsonAnyGetter Map<String, JsonNode> others) {

  /**
   * Inline file; written as base64.
   *
   * @param data not to be changed
   */
  @JsonNaming(LowerCamelCaseStrategy.class)
  public record Blob(String mimeType, byte[] data) {}

  /** Address of a file. */
  @JsonNaming(LowerCamelCaseStrategy.class)
  public record At(URI fileUri) {}

  /** Function call; its arguments are an object. */
  public record Call(String name, JsonNode args, @Nullable String id) {}

  /** Function result, an object. */
  public record Result(String name, JsonNode response, @Nullable String id) {}

  /** Creates a text part. */
  public static Part text(String text) {
    return new Part(text, null, null, null, null, null, Map.of());
  }

  /** Creates a part with a file. */
  public static Part file(String mediaType, byte[] bytes) {
    return new Part(null, new Blob(mediaType, bytes), null, null, null, null, Map.of());
  }

  /** Creates a part with a file that the provider fetches. */
  public static Part fileUri(URI address) {
    return new Part(null, null, new At(address), null, null, null, Map.of());
  }

  /** Creates a part with a call that the model requested earlier. */
  public static Part of(Call call) {
    return new Part(null, null, null, call, null, null, Map.of());
  }

  /** Creates a part with the result of a call. */
  public static Part of(Result result) {
    return new Part(null, null, null, null, result, null, Map.of());
  }

  /** Creates a part of these members, as they came. */
  public static Part of(ObjectNode members) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    members.properties().forEach(member -> all.put(member.getKey(), member.getValue()));
    return new Part(null, null, null, null, null, null, all);
  }

  /** Returns the same part with the model's signature; null for none. */
  public Part withThoughtSignature(@Nullable String signature) {
    return new Part(text, inlineData, fileData, functionCall, functionResponse, signature, others);
  }
}
