package dev.animus4j.image.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of files that come in the place of images, by their first bytes, for messages. */
enum OtherFileType {
  SVG(
      "an SVG, which may carry scripts and has no pixels",
      "(?si)(\u00ef\u00bb\u00bf)?\\s*<(\\?xml.*<svg|svg|!doctype svg).*"),
  PAGE("a web page", "(?si)(\u00ef\u00bb\u00bf)?\\s*<(!doctype|html|head|body|title|!--).*"),
  XML("an XML document", "(?s)(\u00ef\u00bb\u00bf)?\\s*<[?A-Za-z].*"),
  JSON("JSON", "(?s)(\u00ef\u00bb\u00bf)?\\s*[{\\[].*"),
  HEIC("a HEIC image", "(?s).{4}ftyp(hei|hev|mif|msf).*"),
  VIDEO("a video", "(?s)(.{4}ftyp|\u001a\u0045\u00df\u00a3).*"),
  JPEG_XL("a JPEG XL image", "(?s)(\u00ff\n|.{4}JXL ).*"),
  TIFF("a TIFF image", "(?s)(II\\*\0|MM\0\\*).*"),
  BMP("a BMP image", "(?s)BM.{4}\0\0.*"),
  ICO("an icon", "(?s)\0\0\u0001\0.*"),
  PDF("a PDF document", "(?s)%PDF.*"),
  ZIP("an archive", "(?s)(PK\u0003\u0004|\u001f\u008b).*"),
  TEXT("a text", "[\\t\\n\\r -~]+");

  private final String name;
  private final Pattern beginning;

  OtherFileType(String name, String beginning) {
    this.name = name;
    this.beginning = Pattern.compile(beginning);
  }

  /** Names the file with an article, such as {@code a web page}; otherwise tells nothing. */
  static String describe(Buffer head) {
    return of(head).map(type -> ", but " + type.name).orElse("");
  }

  static boolean isPage(Buffer head) {
    return of(head)
        .filter(type -> type == PAGE || type == XML || type == JSON || type == TEXT)
        .isPresent();
  }

  private static Optional<OtherFileType> of(Buffer head) {
    String text = head.getString(0, Math.min(400, head.length()), ISO_8859_1.name());
    return Arrays.stream(values())
        .filter(type -> type.beginning.matcher(text).matches())
        .findFirst();
  }
}
