package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cursor over JSON tokens that checks whether they are as expected. */
final class JsonTokenCursor {
  private final JsonParser parser;
  private final Predicate<String> knownExtra;
  private boolean extra;

  JsonTokenCursor(JsonParser parser) {
    this(parser, name -> false);
  }

  /**
   * @param knownExtra whether the value of an unknown field is known already, by its name
   */
  JsonTokenCursor(JsonParser parser, Predicate<String> knownExtra) {
    this.parser = parser;
    this.knownExtra = knownExtra;
  }

  JsonParser parser() {
    return parser;
  }

  /** Whether an unknown field with a value was skipped. */
  boolean hasExtra() {
    return extra;
  }

  boolean isNext(JsonToken expected) throws IOException {
    return parser.nextToken() == expected;
  }

  boolean isNull() throws IOException {
    return isNext(JsonToken.VALUE_NULL);
  }

  boolean isField() throws IOException {
    return isNext(JsonToken.FIELD_NAME);
  }

  String name() throws IOException {
    return parser.currentName();
  }

  /** The text of the current token. */
  String text() throws IOException {
    return parser.getText();
  }

  /** The next value as a number; 0 when it is none. */
  long nextNumber() throws IOException {
    parser.nextToken();
    parser.skipChildren();
    return parser.getValueAsLong();
  }

  boolean isZero() throws IOException {
    return isNext(JsonToken.VALUE_NUMBER_INT) && parser.getLongValue() == 0;
  }

  /** Whether the next is a text other than this, compared by length so that none is allocated. */
  boolean isTextOtherThan(String other) throws IOException {
    return isNext(JsonToken.VALUE_STRING) && parser.getTextLength() != other.length();
  }

  /** The text of the next object, a message with nothing else; null for any other message. */
  @Nullable String readContent() throws IOException {
    String content = null;
    boolean plain = isNext(JsonToken.START_OBJECT);
    while (plain && isField()) {
      switch (name()) {
        case "content" -> {
          plain = content == null && isNext(JsonToken.VALUE_STRING);
          content = text();
        }
        case "refusal", "reasoning_content", "reasoning", "tool_calls", "function_call" ->
            plain = isNull();
        case "turns", "next", "image_prompt" -> plain = isNull();
        case "role" -> skipValue();
        default -> plain = isKnown();
      }
    }
    return plain ? content : null;
  }

  /** Skips a value of any type. */
  boolean skipValue() throws IOException {
    parser.nextToken();
    parser.skipChildren();
    return true;
  }

  /** Skips the value of an unknown field. */
  boolean skipUnknown() throws IOException {
    extra = !isKnown() || extra;
    return true;
  }

  /** Skips the value of an unknown field; whether it is empty, or known already. */
  private boolean isKnown() throws IOException {
    boolean known = knownExtra.test(parser.currentName());
    return switch (parser.nextToken()) {
      case START_ARRAY -> isEmpty(JsonToken.END_ARRAY) || known;
      case START_OBJECT -> isEmpty(JsonToken.END_OBJECT) || known;
      case VALUE_NULL -> true;
      default -> known;
    };
  }

  /** Skips to the end of the list or object that was begun; whether there is nothing in it. */
  private boolean isEmpty(JsonToken end) throws IOException {
    JsonToken next = parser.nextToken();
    boolean empty = next == end;
    while (next != end && next != null && next != JsonToken.NOT_AVAILABLE) {
      parser.skipChildren();
      next = parser.nextToken();
    }
    return empty;
  }
}
