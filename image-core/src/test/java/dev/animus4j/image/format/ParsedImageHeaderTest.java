package dev.animus4j.image.format;

import static dev.animus4j.image.TestImages.avif;
import static dev.animus4j.image.TestImages.box;
import static dev.animus4j.image.TestImages.canvas;
import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.gif;
import static dev.animus4j.image.TestImages.ispe;
import static dev.animus4j.image.TestImages.jpeg;
import static dev.animus4j.image.TestImages.latin1;
import static dev.animus4j.image.TestImages.lossless;
import static dev.animus4j.image.TestImages.lossy;
import static dev.animus4j.image.TestImages.pieces;
import static dev.animus4j.image.TestImages.png;
import static dev.animus4j.image.TestImages.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.TestImages;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParsedImageHeaderTest {
  private static final Buffer NOTHING = Buffer.buffer();
  private static final Buffer EXIF =
      segment(0xE1, latin1("Exif\0\0").appendBuffer(jpeg(NOTHING, 0xC0, 160, 90)));

  static Stream<Arguments> pictures() {
    return Stream.of(
        arguments("PNG", drawn("png", 32, 12), "image/png", "png", 32, 12),
        arguments("JPEG", drawn("jpg", 32, 12), "image/jpeg", "jpg", 32, 12),
        arguments("GIF", drawn("gif", 32, 12), "image/gif", "gif", 32, 12),
        arguments("PNG, one row", png(16_384, 1), "image/png", "png", 16_384, 1),
        arguments("PNG, 100 MP", png(10_000, 10_000), "image/png", "png", 10_000, 10_000),
        arguments(
            "JPEG, progressive", jpeg(NOTHING, 0xC2, 321, 123), "image/jpeg", "jpg", 321, 123),
        arguments(
            "JPEG, fill bytes",
            jpeg(latin1("\u00ff\u00ff\u00ff"), 0xC0, 321, 123),
            "image/jpeg",
            "jpg",
            321,
            123),
        arguments("JPEG, thumbnail", jpeg(EXIF, 0xC0, 321, 123), "image/jpeg", "jpg", 321, 123),
        arguments(
            "JPEG, tables first",
            jpeg(segment(0xC4, latin1("ab")), 0xC1, 5, 6),
            "image/jpeg",
            "jpg",
            5,
            6),
        arguments("WebP, lossy", lossy(321, 123), "image/webp", "webp", 321, 123),
        arguments("WebP, lossless", lossless(321, 123), "image/webp", "webp", 321, 123),
        arguments("WebP, largest", lossless(16_384, 2), "image/webp", "webp", 16_384, 2),
        arguments("WebP, extended", canvas(321, 123), "image/webp", "webp", 321, 123),
        arguments("AVIF", avif(321, 123), "image/avif", "avif", 321, 123),
        arguments(
            "AVIF, brand last",
            avif(latin1("mif1\0\0\0\0miafavif"), ispe(9, 8)),
            "image/avif",
            "avif",
            9,
            8),
        arguments(
            "AVIF, sequence",
            avif(latin1("avis\0\0\0\0msf1"), ispe(9, 8)),
            "image/avif",
            "avif",
            9,
            8),
        arguments(
            "AVIF, thumbnail first",
            avif(
                latin1("avif\0\0\0\0"),
                ispe(16, 9)
                    .appendBuffer(box("av1C", latin1("abcd")))
                    .appendBuffer(ispe(1600, 900))),
            "image/avif",
            "avif",
            1600,
            900));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void isReadFromTheFirstBytesHoweverTheyArrive(
      String name, Buffer file, String mediaType, String extension, int width, int height) {
    for (int size : new int[] {1, 2, 3, 7, file.length()}) {
      ImageInspector.Result found = inspected(file, size);

      assertThat(found.type().extension()).isEqualTo(extension);
      assertThat(Image.Format.of(found))
          .isEqualTo(new Image.Format(mediaType, width, height, file.length()));
    }
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments("three bytes", latin1("GIF"), "not a picture"),
        arguments(
            "HTML", latin1("<!DOCTYPE html><h1>Bad gateway</h1>"), "but a web page: \"<!DOCTYPE"),
        arguments("JSON", latin1("{\"error\":\"no credit left\"}"), "but JSON: \"{\"error"),
        arguments("BMP", drawn("bmp", 32, 12), "but a BMP image"),
        arguments("SVG", latin1("<svg xmlns='http://www.w3.org/2000/svg'/>"), "but an SVG"),
        arguments("HEIC", avif(latin1("heic\0\0\0\0mif1heic"), ispe(9, 8)), "but a HEIC image"),
        arguments("MP4", box("ftyp", latin1("isom\0\0\0\0mp41")), "but a video"),
        arguments("WAV", latin1("RIFF\0\0\0\0WAVEfmt \0\0\0\0"), "not a picture"),
        arguments("a bomb", png(65_535, 65_535), "claims 65535 x 65535 pixels"),
        arguments("a larger bomb", png(0xFFFF_FFFFL, 0xFFFF_FFFFL), "claims"),
        arguments("too wide", png(16_385, 1), "claims"),
        arguments("GIF without a size", gif(0, 0), "does not tell"),
        arguments("JPEG, height later", jpeg(EXIF, 0xC0, 321, 0), "does not tell"),
        arguments("AVIF without a size", avif(latin1("avif\0\0\0\0"), ispe(0, 0)), "does not tell"),
        arguments("too many pixels", jpeg(NOTHING, 0xC0, 10_001, 10_000), "claims"),
        arguments("AVIF bomb", avif(latin1("avif\0\0\0\0"), ispe(1L << 31, 1L << 31)), "claims"),
        arguments("PNG without size", png(0, 7), "damaged"),
        arguments("PNG without IHDR", png(7, 7).setString(12, "IDAT"), "damaged"),
        arguments(
            "JPEG without frame",
            latin1("\u00ff\u00d8").appendBuffer(segment(0xDA, latin1("abcdefgh"))),
            "no frame header"),
        arguments("JPEG, lost", latin1("\u00ff\u00d8\u00ff\u00e0\0\4abcdefgh"), "damaged"),
        arguments("JPEG, short segment", latin1("\u00ff\u00d8\u00ff\u00e0\0\1abcdefgh"), "damaged"),
        arguments(
            "WebP, new chunk", TestImages.webp("VP9 ", Buffer.buffer(new byte[20])), "damaged"),
        arguments("WebP, no key frame", lossy(9, 8).setByte(23, (byte) 0), "damaged"),
        arguments("WebP, no signature", lossless(9, 8).setByte(20, (byte) 0), "damaged"),
        arguments(
            "AVIF, tiny box",
            box("ftyp", latin1("avif\0\0\0\0")).appendBuffer(latin1("\0\0\0\4metaabcdefgh")),
            "damaged"),
        arguments(
            "AVIF, box too large",
            avif(latin1("avif\0\0\0\0"), latin1("\0\0\1\0ispeabcdefgh")),
            "damaged"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void filesThatAreNoImagesOrClaimTooMuchAreRejected(String name, Buffer file, String message) {
    for (int size : new int[] {1, 2, 3, 7, 1 << 20}) {
      assertThatThrownBy(() -> inspected(file, size))
          .isInstanceOf(AnimusException.Protocol.class)
          .hasMessageContaining(message);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void everyCutIsNoticed(
      String name, Buffer file, String mediaType, String extension, int width, int height) {
    for (int length = ImageType.ENOUGH; length < file.length(); length++) {
      Buffer cut = file.getBuffer(0, length);
      assertThatThrownBy(() -> inspected(cut, 4096))
          .as("%s, %d of %d bytes", name, length, file.length())
          .isInstanceOf(AnimusException.Unavailable.class)
          .matches(failure -> ((AnimusException) failure).mayHaveRun())
          .hasMessageMatching(".*(ends within its header|is cut off).*");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pictures")
  void whatFollowsTheImageDoesNotCount(
      String name, Buffer file, String mediaType, String extension, int width, int height) {
    for (String more :
        new String[] {"\n", "\0\0\0", "trailing words", "\u00ff\u00d8\u00ff\u00e0\0"}) {
      Buffer longer = file.copy().appendBuffer(latin1(more));
      assertThat(inspected(longer, 7).bytes()).isEqualTo(longer.length());
    }
  }

  private static ImageInspector.Result inspected(Buffer file, int size) {
    ImageInspector imageInspector = new ImageInspector(32 << 20);
    pieces(file, size).blockingForEach(imageInspector::inspect);
    return imageInspector.finish();
  }
}
