package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cursor over JSON tokens that checks whether they are as expected. */
record JsonTokenCursor(JsonParser parser) {

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

  /** The next token as a number; fails when it is none. */
  long nextLong() throws IOException {
    parser.nextToken();
    return parser.getLongValue();
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
        case "refusal", "reasoning_content", "reasoning", "tool_calls" -> plain = isNull();
        case "turns", "next", "image_prompt" -> plain = isNull();
        default -> skipValue();
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
}
