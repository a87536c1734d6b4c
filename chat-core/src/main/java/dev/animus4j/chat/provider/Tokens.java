package dev.animus4j.chat.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Goes through JSON token by token, and sees whether they are what one would expect. */
record Tokens(JsonParser parser) {

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

  /** What is there now. */
  String text() throws IOException {
    return parser.getText();
  }

  /** The number that is next; fails when there is none. */
  long count() throws IOException {
    parser.nextToken();
    return parser.getLongValue();
  }

  boolean isZero() throws IOException {
    return isNext(JsonToken.VALUE_NUMBER_INT) && parser.getLongValue() == 0;
  }

  /** Whether it is a text, and one that cannot be this; its own is not made for finding out. */
  boolean isTextUnlike(String other) throws IOException {
    return isNext(JsonToken.VALUE_STRING) && parser.getTextLength() != other.length();
  }

  /** The text of a message that is next and says nothing else; null for any other message. */
  @Nullable String onlyContent() throws IOException {
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
        default -> passed();
      }
    }
    return plain ? content : null;
  }

  /** Passes over a value, whatever it is. */
  boolean passed() throws IOException {
    parser.nextToken();
    parser.skipChildren();
    return true;
  }
}
