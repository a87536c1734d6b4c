package dev.animus4j.chat.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a chunk for its words without making a tree of it. Nearly all chunks say nothing but
 * words; whatever else one might say, it is left to {@link Completion}, which then reads all of it.
 */
final class PlainChunk {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;
  private @Nullable String words;

  private PlainChunk(JsonParser json) {
    this.json = json;
  }

  /** The words; null when it says anything besides, or is not what one would expect. */
  static @Nullable String words(byte[] chunk) {
    try (JsonParser json = JSON.createParser(chunk)) {
      PlainChunk plain = new PlainChunk(json);
      boolean whole = plain.next(JsonToken.START_OBJECT) && plain.isPlain();
      return whole && json.nextToken() == null ? plain.words : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  private boolean isPlain() throws IOException {
    boolean plain = true;
    while (plain && json.nextToken() == JsonToken.FIELD_NAME) {
      plain =
          switch (json.currentName()) {
            case "choices" -> oneChoice();
            case "object" -> isNoError();
            case "error", "x_groq", "usage", "compliance_violations" -> isNull();
            default -> passed();
          };
    }
    return plain;
  }

  private boolean oneChoice() throws IOException {
    return next(JsonToken.START_ARRAY)
        && next(JsonToken.START_OBJECT)
        && isPlainChoice()
        && next(JsonToken.END_ARRAY);
  }

  private boolean isPlainChoice() throws IOException {
    boolean plain = true;
    while (plain && json.nextToken() == JsonToken.FIELD_NAME) {
      plain =
          switch (json.currentName()) {
            case "index" -> next(JsonToken.VALUE_NUMBER_INT) && json.getLongValue() == 0;
            case "delta" -> next(JsonToken.START_OBJECT) && isPlainDelta();
            case "message", "finish_reason", "error", "compliance_violations" -> isNull();
            default -> passed();
          };
    }
    return plain;
  }

  private boolean isPlainDelta() throws IOException {
    boolean plain = true;
    while (plain && json.nextToken() == JsonToken.FIELD_NAME) {
      plain =
          switch (json.currentName()) {
            case "content" -> isFirstText();
            case "refusal", "reasoning_content", "reasoning", "tool_calls" -> isNull();
            case "turns", "next", "image_prompt" -> isNull();
            default -> passed();
          };
    }
    return plain;
  }

  private boolean isFirstText() throws IOException {
    boolean first = words == null && next(JsonToken.VALUE_STRING);
    words = first ? json.getText() : words;
    return first;
  }

  /** Some servers say that a chunk is an error; its text is not made for finding that out. */
  private boolean isNoError() throws IOException {
    return next(JsonToken.VALUE_STRING) && json.getTextLength() != "error".length();
  }

  private boolean isNull() throws IOException {
    return next(JsonToken.VALUE_NULL);
  }

  private boolean passed() throws IOException {
    json.nextToken();
    json.skipChildren();
    return true;
  }

  private boolean next(JsonToken expected) throws IOException {
    return json.nextToken() == expected;
  }
}
