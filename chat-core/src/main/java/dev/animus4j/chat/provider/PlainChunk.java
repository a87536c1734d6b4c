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

  private final Frame frame = new Frame();
  private Tokens json = tokens();
  private @Nullable String words;

  /** The words; null when it says anything besides, or is not what one would expect. */
  @Nullable String words(byte[] chunk, int offset, int length) {
    String framed = frame.words(chunk, offset, length);
    return framed == null ? parsed(chunk, offset, length) : framed;
  }

  private @Nullable String parsed(byte[] chunk, int offset, int length) {
    words = null;
    try {
      JsonParser parser = json.parser();
      ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
      feeder.feedInput(chunk, offset, end(chunk, offset, length));
      boolean plain = json.isNext(JsonToken.START_OBJECT) && isPlain();
      if (plain && parser.hasToken(JsonToken.END_OBJECT) && feeder.needMoreInput()) {
        return learned(chunk, offset, length, words);
      }
    } catch (IOException notJson) {
      // is told when all of it is read
    }
    close();
    json = tokens();
    return null;
  }

  private @Nullable String learned(byte[] chunk, int offset, int length, @Nullable String words) {
    if (words != null) {
      frame.learn(chunk, offset, length, words);
    }
    return words;
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
      json.parser().close();
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

  private boolean isPlain() throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "choices" -> oneChoice();
            case "object" -> json.isTextUnlike("error");
            case "error", "x_groq", "usage", "compliance_violations" -> json.isNull();
            default -> json.passed();
          };
    }
    return plain;
  }

  private boolean oneChoice() throws IOException {
    return words == null
        && json.isNext(JsonToken.START_ARRAY)
        && json.isNext(JsonToken.START_OBJECT)
        && isPlainChoice()
        && json.isNext(JsonToken.END_ARRAY);
  }

  private boolean isPlainChoice() throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "index" -> json.isZero();
            case "delta" -> isOnlyDelta();
            case "message", "finish_reason", "error", "compliance_violations" -> json.isNull();
            default -> json.passed();
          };
    }
    return plain;
  }

  private boolean isOnlyDelta() throws IOException {
    boolean first = words == null;
    words = json.onlyContent();
    return first && words != null;
  }
}
