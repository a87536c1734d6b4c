package dev.animus4j.image.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file written out in its address (RFC 2397). Only base64 is understood, in either alphabet, with
 * or without padding, line breaks or percent signs: the other form is for text.
 */
record DataUrl(String text, Origin origin) {
  private static final Pattern BASE64 =
      Pattern.compile("(?i)data:[^,]{0,1000};\\s{0,9}base64\\s{0,9}");
  private static final int PIECE = 64 * 1024;

  static boolean is(String url) {
    return url.regionMatches(true, 0, "data:", 0, 5);
  }

  /** The file, decoded piece by piece as it is asked for. */
  Flowable<Buffer> bytes() {
    return Flowable.defer(() -> decoded(base64()));
  }

  /** The file, all of it at once. */
  Buffer whole() {
    return decodedPiece(base64());
  }

  /** What it says it is; a PNG when it does not say. */
  String mediaType() {
    String type = text.substring(5, Math.max(5, text.indexOf(','))).split(";", 2)[0].strip();
    return type.isEmpty() ? "image/png" : type.toLowerCase(Locale.ROOT);
  }

  private String base64() {
    int comma = text.indexOf(',');
    if (comma < 0 || !BASE64.matcher(text.substring(0, comma)).matches()) {
      throw invalid(null);
    }
    return text.substring(comma + 1)
        .replaceAll("(?i)%2B", "+")
        .replaceAll("(?i)%2F", "/")
        .replaceAll("(?i)%3D", "=")
        .replaceAll("(?i)\\s|%0D|%0A|%20", "")
        .replace('-', '+')
        .replace('_', '/');
  }

  private Flowable<Buffer> decoded(String base64) {
    int count = (base64.length() + PIECE - 1) / PIECE;
    return Flowable.range(0, count)
        .map(at -> base64.substring(at * PIECE, Math.min((at + 1) * PIECE, base64.length())))
        .map(this::decodedPiece);
  }

  private Buffer decodedPiece(String base64) {
    try {
      return Buffer.buffer(Base64.getDecoder().decode(base64.getBytes(ISO_8859_1)));
    } catch (IllegalArgumentException wrong) {
      throw invalid(wrong);
    }
  }

  private AnimusException invalid(@Nullable Throwable cause) {
    return new AnimusException.Protocol(origin, "the data: URL of the picture is invalid", cause);
  }
}
