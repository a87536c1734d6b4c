package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a chunk token by token, without making a tree. Most chunks hold nothing but
 * text; with any other field of meaning, or one that is new, it gives up.
 *
 * <p>The chunks of a stream are fed to one JSON parser, as if they were one document; it is
 * replaced only after a chunk that it did not parse to its end. It holds several kB until it is
 * closed.
 */
final class TokenChunkParser implements TextChunkParser {
  private static final JsonFactory JSON = new JsonFactory();

  private final Predicate<String> knownExtra;
  private @Nullable JsonTokenCursor json;
  private @Nullable String text;

  /**
   * @param knownExtra whether the value of an unknown field is known already, by its name; for a
   *     chunk with another one this parser gives up
   */
  TokenChunkParser(Predicate<String> knownExtra) {
    this.knownExtra = knownExtra;
  }

  @Override
  public @Nullable String parse(byte[] chunk, int offset, int length) {
    text = null;
    json = json == null ? createCursor() : json;
    if (!readChunk(json, chunk, offset, length)) {
      close();
      return null;
    }
    return text;
  }

  private boolean readChunk(JsonTokenCursor json, byte[] chunk, int offset, int length) {
    try {
      JsonParser parser = json.parser();
      ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
      feeder.feedInput(chunk, offset, trimmedEnd(chunk, offset, length));
      boolean plain = json.isNext(JsonToken.START_OBJECT) && readFields(json);
      return plain
          && parser.hasToken(JsonToken.END_OBJECT)
          && feeder.needMoreInput()
          && !json.hasExtra();
    } catch (IOException notJson) {
      return false; // reported by the complete parser
    }
  }

  /** The end without trailing white space, since nothing after the object is parsed. */
  private static int trimmedEnd(byte[] chunk, int offset, int length) {
    int last = offset + length;
    while (last > offset && Character.isWhitespace(chunk[last - 1])) {
      last--;
    }
    return last;
  }

  /** Returns the buffers of the JSON parser; the next chunk needs a new one. */
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

  private JsonTokenCursor createCursor() {
    try {
      return new JsonTokenCursor(JSON.createNonBlockingByteArrayParser(), knownExtra);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean readFields(JsonTokenCursor json) throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "choices" -> readChoices(json);
            case "object" -> json.isTextOtherThan("error");
            case "error", "x_groq", "usage", "compliance_violations" -> json.isNull();
            case "id", "created", "model" -> json.skipValue();
            default -> json.skipUnknown();
          };
    }
    return plain;
  }

  private boolean readChoices(JsonTokenCursor json) throws IOException {
    return text == null
        && json.isNext(JsonToken.START_ARRAY)
        && json.isNext(JsonToken.START_OBJECT)
        && readChoice(json)
        && json.isNext(JsonToken.END_ARRAY);
  }

  private boolean readChoice(JsonTokenCursor json) throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "index" -> json.isZero();
            case "delta" -> readDelta(json);
            case "message", "finish_reason", "error", "compliance_violations" -> json.isNull();
            default -> json.skipUnknown();
          };
    }
    return plain;
  }

  private boolean readDelta(JsonTokenCursor json) throws IOException {
    boolean first = text == null;
    text = json.readContent();
    return first && text != null;
  }
}
