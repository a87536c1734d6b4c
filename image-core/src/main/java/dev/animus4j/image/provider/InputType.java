package dev.animus4j.image.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.format.ImageType;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Media type of an image that is sent: what its first bytes show, whatever it was declared to be. A
 * file whose bytes show nothing has the declared type, by its proper name.
 */
public final class InputType {
  /** As many bytes as tell a text from an image. */
  private static final int HEAD = 1445;

  private static final String UNKNOWN = "application/octet-stream";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");
  private static final Map<String, String> PROPER_NAMES =
      Map.of(
          "image/jpg", "image/jpeg",
          "image/pjpeg", "image/jpeg",
          "image/x-png", "image/png",
          "image/x-webp", "image/webp");
  private static final Set<String> HEIC = Set.of("heic", "heix", "heim", "heis", "hevc", "hevx");

  private InputType() {}

  /** The media type of a file that begins with these bytes. */
  public static String of(Buffer file, String declared) {
    Buffer head = file.slice(0, Math.min(file.length(), HEAD));
    return ImageType.detect(head)
        .map(ImageType::mediaType)
        .or(() -> otherType(head))
        .orElseGet(() -> properName(declared));
  }

  /**
   * The media type of a file to be sent to a model.
   *
   * @throws AnimusException.InvalidRequest when it is empty, or a text, as SVG is
   */
  public static String require(Buffer file, String declared, FailureOrigin origin) {
    String text = textKind(file.slice(0, Math.min(file.length(), HEAD)));
    if (text != null) {
      String what = "a picture to be sent is %s, which no model can look at: send a PNG or a JPEG";
      throw new AnimusException.InvalidRequest(origin, what.formatted(text));
    }
    return of(file, declared);
  }

  /** A type that models may take, but do not return. */
  private static Optional<String> otherType(Buffer head) {
    String start = head.getString(0, Math.min(head.length(), 12), ISO_8859_1.name());
    if (start.startsWith("ftyp", 4) && start.length() == 12) {
      String brand = start.substring(8);
      return HEIC.contains(brand)
          ? Optional.of("image/heic")
          : Optional.of("image/heif").filter(heif -> List.of("mif1", "msf1").contains(brand));
    }
    if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return Optional.of("image/tiff");
    }
    return Optional.of("image/bmp").filter(bmp -> start.startsWith("BM") && start.length() == 12);
  }

  private static String properName(String declared) {
    String type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return MEDIA_TYPE.matcher(type).matches() ? PROPER_NAMES.getOrDefault(type, type) : UNKNOWN;
  }

  /** What kind of text the file is; null when it is none. */
  private static @Nullable String textKind(Buffer head) {
    if (head.length() == 0) {
      return "empty";
    }
    String start = head.toString(ISO_8859_1);
    boolean utf16 = start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe");
    if (ImageType.detect(head).isPresent() || start.startsWith("%PDF-")) {
      return null;
    }
    if (!utf16 && start.chars().anyMatch(InputType::isBinary)) {
      return null;
    }
    return markupKind(start.replace("\0", "").toLowerCase(Locale.ROOT));
  }

  private static String markupKind(String text) {
    if (text.contains("<svg")) {
      return "an SVG";
    }
    return text.contains("<html") || text.contains("<!doctype html") ? "a web page" : "a text";
  }

  /** Whether a byte is in no text. */
  private static boolean isBinary(int octet) {
    return octet < ' ' && !(octet >= '\t' && octet <= '\r' && octet != 0x0B) && octet != 0x1B;
  }
}
