package dev.animus4j.http;

import io.vertx.core.buffer.Buffer;
import java.util.regex.Pattern;

/** Text of a body for a log: its beginning, without secrets, and without images in base64. */
final class LoggedText {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_CHARACTERS = 16 * 1024;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{256,}+={0,2}");

  private final RequestSecrets secrets;
  private final Buffer beginning = Buffer.buffer();
  private long length;

  LoggedText(RequestSecrets secrets) {
    this.secrets = secrets;
  }

  /** Adds a piece, of which no more is kept than the limit allows. */
  LoggedText add(Buffer piece) {
    length += piece.length();
    int room = MAX_BYTES - beginning.length();
    if (room > 0) {
      beginning.appendBuffer(piece, 0, Math.min(room, piece.length()));
    }
    return this;
  }

  @Override
  public String toString() {
    String text =
        BASE64
            .matcher(beginning.toString())
            .replaceAll(data -> "(" + data.group().length() + " characters)");
    boolean whole = length <= MAX_BYTES && text.length() <= MAX_CHARACTERS;
    String cut = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    String redacted = secrets.redact(cut);
    return whole ? redacted : redacted + "… (" + length + " bytes)";
  }
}
