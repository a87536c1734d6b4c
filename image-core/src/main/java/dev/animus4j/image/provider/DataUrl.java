package dev.animus4j.image.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * File in a data URL (RFC 2397). Only base64 is supported, in either alphabet, with or without
 * padding, line breaks or percent signs: the other form is for text.
 */
public record DataUrl(String text, FailureOrigin origin) {
  private static final Pattern BASE64 =
      Pattern.compile("(?i)data:[^,]{0,1000};\\s{0,9}base64\\s{0,9}");
  private static final int PIECE = 64 * 1024;

  /** Whether this is a data URL. */
  public static boolean isDataUrl(String url) {
    return url.regionMatches(true, 0, "data:", 0, 5);
  }

  /** Decodes the file piece by piece, on demand. */
  public Flowable<Buffer> bytes() {
    return Flowable.defer(() -> decode(base64()));
  }

  /** Decodes the whole file at once. */
  Buffer toBuffer() {
    return decodePiece(base64());
  }

  /** The declared media type; {@code image/png} when there is none. */
  String mediaType() {
    String type = text.substring(5, Math.max(5, text.indexOf(','))).split(";", 2)[0].strip();
    return type.isEmpty() ? "image/png" : type.toLowerCase(Locale.ROOT);
  }

  private String base64() {
    int comma = text.indexOf(',');
    if (comma < 0 || !BASE64.matcher(text.substring(0, comma)).matches()) {
      throw invalidUrl(null);
    }
    return text.substring(comma + 1)
        .replaceAll("(?i)%2B", "+")
        .replaceAll("(?i)%2F", "/")
        .replaceAll("(?i)%3D", "=")
        .replaceAll("(?i)\\s|%0D|%0A|%20", "")
        .replace('-', '+')
        .replace('_', '/');
  }

  private Flowable<Buffer> decode(String base64) {
    int count = (base64.length() + PIECE - 1) / PIECE;
    return Flowable.range(0, count)
        .map(at -> base64.substring(at * PIECE, Math.min((at + 1) * PIECE, base64.length())))
        .map(this::decodePiece);
  }

  private Buffer decodePiece(String base64) {
    try {
      return Buffer.buffer(Base64.getDecoder().decode(base64.getBytes(ISO_8859_1)));
    } catch (IllegalArgumentException invalid) {
      throw invalidUrl(invalid);
    }
  }

  private AnimusException invalidUrl(@Nullable Throwable cause) {
    return new AnimusException.Protocol(origin, "the data: URL of the picture is invalid", cause);
  }
}
