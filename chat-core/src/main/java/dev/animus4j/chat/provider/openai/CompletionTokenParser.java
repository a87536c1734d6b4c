package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses a complete response without building a JSON tree. Most responses have no other fields than
 * those read here; any other response is left to {@link CompletionView}, which then reads all of
 * it.
 */
final class CompletionTokenParser {
  private final JsonTokenCursor json;
  private String id = "";
  private String model = "";
  private String finishReason = "";
  private @Nullable String content;
  private @Nullable Usage usage;

  private CompletionTokenParser(JsonTokenCursor json) {
    this.json = json;
  }

  /** The parsed response; null when it has anything else, or an unexpected shape. */
  static @Nullable CompletionTokenParser parse(Buffer body) {
    try (JsonParser json = Json.parser(body)) {
      CompletionTokenParser plain = new CompletionTokenParser(new JsonTokenCursor(json));
      boolean whole = plain.json.isNext(JsonToken.START_OBJECT) && plain.readFields();
      return whole && plain.content != null && json.nextToken() == null ? plain : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  String id() {
    return id;
  }

  String model() {
    return model;
  }

  String finishReason() {
    return finishReason;
  }

  String content() {
    return content == null ? "" : content;
  }

  /** Whether it has fields that are not read here. */
  boolean hasExtra() {
    return json.hasExtra();
  }

  /** The fields that are not read here, of the body that was parsed. */
  Map<String, JsonNode> extra(Buffer body, FailureOrigin origin) {
    return hasExtra() ? new LazyExtraFields(body, origin) : Map.of();
  }

  @Nullable Usage usage() {
    return usage;
  }

  private boolean readFields() throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "choices" -> readChoices();
            case "id" -> readId();
            case "model" -> readModel();
            case "usage" -> readUsage();
            case "object" -> json.isTextOtherThan("error");
            case "error", "x_groq", "compliance_violations" -> json.isNull();
            case "created" -> json.skipValue();
            default -> json.skipUnknown();
          };
    }
    return plain;
  }

  private boolean readId() throws IOException {
    boolean text = json.isNext(JsonToken.VALUE_STRING);
    id = text ? json.text() : "";
    return text;
  }

  private boolean readModel() throws IOException {
    boolean text = json.isNext(JsonToken.VALUE_STRING);
    model = text ? json.text() : "";
    return text;
  }

  private boolean readChoices() throws IOException {
    return content == null
        && json.isNext(JsonToken.START_ARRAY)
        && json.isNext(JsonToken.START_OBJECT)
        && readChoice()
        && json.isNext(JsonToken.END_ARRAY);
  }

  private boolean readChoice() throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "index" -> json.isZero();
            case "message" -> readMessage();
            case "finish_reason" -> readFinishReason();
            case "delta", "error", "compliance_violations" -> json.isNull();
            default -> json.skipUnknown();
          };
    }
    return plain;
  }

  /** Not plain if it may be {@code error}, or if categories tell why. */
  private boolean readFinishReason() throws IOException {
    boolean text = json.isTextOtherThan("error");
    finishReason = text ? json.text() : "";
    return text && !finishReason.equals("content_filter");
  }

  private boolean readMessage() throws IOException {
    boolean first = content == null;
    content = json.readContent();
    return first && content != null;
  }

  private boolean readUsage() throws IOException {
    usage = UsageTokenParser.parse(json);
    return usage != null && usage.promptTokens() + usage.completionTokens() > 0;
  }
}
