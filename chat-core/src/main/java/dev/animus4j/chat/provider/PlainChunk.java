package dev.animus4j.chat.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the chunks of a stream for their words without making trees of them. Nearly all chunks
 * say nothing but words; whatever else one might say, it is left to {@link Completion}, which then
 * reads all of it.
 *
 * <p>All chunks are fed to one parser, as if they were one text; it is replaced only after a chunk
 * that it was not led through to the end.
 */
final class PlainChunk {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonParser json = parser();
  private @Nullable String words;

  /** The words; null when it says anything besides, or is not what one would expect. */
  @Nullable String words(byte[] chunk, int offset, int length) {
    words = null;
    try {
      ByteArrayFeeder feeder = (ByteArrayFeeder) json.getNonBlockingInputFeeder();
      feeder.feedInput(chunk, offset, end(chunk, offset, length));
      boolean plain = next(JsonToken.START_OBJECT) && isPlain();
      if (plain && json.hasToken(JsonToken.END_OBJECT) && feeder.needMoreInput()) {
        return words;
      }
    } catch (IOException notJson) {
      // is told when all of it is read
    }
    close();
    json = parser();
    return null;
  }

  /** Without the white space behind it: what follows an object is not looked at. */
  private static int end(byte[] chunk, int offset, int length) {
    int last = offset + length;
    while (last > offset && Character.isWhitespace(chunk[last - 1])) {
      last--;
    }
    return last;
  }

  /** There are no more chunks; lets others have what the parser worked with. */
  void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonParser parser() {
    try {
      return JSON.createNonBlockingByteArrayParser();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    return words == null
        && next(JsonToken.START_ARRAY)
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
