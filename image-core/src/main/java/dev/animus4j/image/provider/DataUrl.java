package dev.animus4j.image.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.ReferenceImage;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * File in a data URL (RFC 2397). Only base64 is supported, in either alphabet, with or without
 * padding, line breaks or percent signs: the other form is for text.
 */
public record DataUrl(String text, FailureOrigin origin) {
  private static final String INVALID = "the data: URL of the picture is invalid";
  private static final Pattern BASE64 =
      Pattern.compile("(?i)data:[^,]{0,1000};\\s{0,9}base64\\s{0,9}");
  private static final int PIECE = 64 * 1024;

  /**
   * File to be written as a data URL in JSON, without becoming a string.
   *
   * @param bytes not to be changed
   */
  @JsonSerialize(using = FileSerializer.class)
  public record File(String mediaType, byte[] bytes) {}

  /** Whether this is a data URL. */
  public static boolean isDataUrl(String url) {
    return url.regionMatches(true, 0, "data:", 0, 5);
  }

  /** Decodes the file piece by piece, on demand. */
  public Flowable<Buffer> bytes() {
    return Flowable.defer(() -> decode(base64()));
  }

  /**
   * Decodes the whole file at once, for a request.
   *
   * @throws AnimusException.InvalidRequest when it is invalid
   */
  public ReferenceImage toReferenceImage() {
    try {
      return new ReferenceImage(decodePiece(base64()), mediaType(), null, null);
    } catch (AnimusException.Protocol invalid) {
      throw new AnimusException.InvalidRequest(invalid.origin(), INVALID);
    }
  }

  /** The declared media type; {@code image/png} when there is none. */
  private String mediaType() {
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
    return new AnimusException.Protocol(origin, INVALID, cause);
  }

  private static final class FileSerializer extends JsonSerializer<File> {
    @Override
    public void serialize(File file, JsonGenerator json, SerializerProvider unused)
        throws IOException {
      String head = "data:" + file.mediaType + ";base64,";
      byte[] escapedHead = JsonStringEncoder.getInstance().quoteAsUTF8(head);
      byte[] base64 = Base64.getEncoder().encode(file.bytes);
      byte[] all = Arrays.copyOf(escapedHead, escapedHead.length + base64.length);
      System.arraycopy(base64, 0, all, escapedHead.length, base64.length);
      json.writeRawUTF8String(all, 0, all.length);
    }
  }
}
