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
 * <p>Chunks that differ in more than their words are fed to one parser, as if they were one text;
 * it is replaced only after a chunk that it was not led through to the end. There is none while
 * they differ in their words only: it holds several kB.
 */
final class PlainChunk {
  private static final JsonFactory JSON = new JsonFactory();

  private final Frame frame = new Frame();
  private @Nullable Tokens json;
  private @Nullable String words;

  /** The words; null when it says anything besides, or is not what one would expect. */
  @Nullable String words(byte[] chunk, int offset, int length) {
    String framed = frame.words(chunk, offset, length);
    return framed == null ? parsed(chunk, offset, length) : framed;
  }

  private @Nullable String parsed(byte[] chunk, int offset, int length) {
    words = null;
    json = json == null ? tokens() : json;
    if (!isRead(json, chunk, offset, length)) {
      close();
      return null;
    }
    if (words != null && frame.learn(chunk, offset, length, words)) {
      close();
    }
    return words;
  }

  private boolean isRead(Tokens tokens, byte[] chunk, int offset, int length) {
    try {
      JsonParser parser = tokens.parser();
      ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
      feeder.feedInput(chunk, offset, end(chunk, offset, length));
      boolean plain = tokens.isNext(JsonToken.START_OBJECT) && isPlain(tokens);
      return plain && parser.hasToken(JsonToken.END_OBJECT) && feeder.needMoreInput();
    } catch (IOException notJson) {
      return false; // is told when all of it is read
    }
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
      if (json != null) {
        json.parser().close();
        json = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tokens tokens() {
    try {
      return new Tokens(JSON.createNonBlockingByteArrayParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isPlain(Tokens json) throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "choices" -> oneChoice(json);
            case "object" -> json.isTextUnlike("error");
            case "error", "x_groq", "usage", "compliance_violations" -> json.isNull();
            default -> json.passed();
          };
    }
    return plain;
  }

  private boolean oneChoice(Tokens json) throws IOException {
    return words == null
        && json.isNext(JsonToken.START_ARRAY)
        && json.isNext(JsonToken.START_OBJECT)
        && isPlainChoice(json)
        && json.isNext(JsonToken.END_ARRAY);
  }

  private boolean isPlainChoice(Tokens json) throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "index" -> json.isZero();
            case "delta" -> isOnlyDelta(json);
            case "message", "finish_reason", "error", "compliance_violations" -> json.isNull();
            default -> json.passed();
          };
    }
    return plain;
  }

  private boolean isOnlyDelta(Tokens json) throws IOException {
    boolean first = words == null;
    words = json.onlyContent();
    return first && words != null;
  }
}
