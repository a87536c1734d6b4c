package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.avif;
import static dev.animus4j.image.TestImages.box;
import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.gif;
import static dev.animus4j.image.TestImages.latin1;
import static dev.animus4j.image.TestImages.lossy;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTypeTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");
  private static final Buffer UNKNOWN = Buffer.buffer(new byte[] {1, 2, 3, 4, 0, 0, 0, 0, 0});

  @ParameterizedTest
  @ValueSource(strings = {"", "image/jpg", "application/octet-stream", "text/plain", "nonsense"})
  void theBytesDecideWhateverTheLabelSays(String label) {
    Map<String, Buffer> files = new LinkedHashMap<>();
    files.put("image/png", drawn("png", 20, 10));
    files.put("image/jpeg", drawn("jpg", 20, 10));
    files.put("image/gif", gif(20, 10));
    files.put("image/webp", lossy(20, 10));
    files.put("image/avif", avif(20, 10));
    files.put("image/heic", box("ftyp", latin1("heic\0\0\0\0mif1heic")));
    files.put("image/heif", box("ftyp", latin1("mif1\0\0\0\0mif1heic")));
    files.put("image/tiff", latin1("II*\0\0\0\0\0\0\0"));
    files.put("image/bmp", drawn("bmp", 20, 10));

    files.forEach(
        (type, file) -> {
          assertThat(InputType.of(file, label)).isEqualTo(type);
          assertThat(InputType.require(file, label, ORIGIN)).isEqualTo(type);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "image/jpg, image/jpeg",
    "IMAGE/PJPEG; q=1, image/jpeg",
    "image/x-png, image/png",
    "image/jxl, image/jxl",
    "'', application/octet-stream",
    "'image/png\r\nX-Header: 1', application/octet-stream"
  })
  void whereTheyShowNothingTheLabelStaysByItsProperName(String label, String type) {
    assertThat(InputType.require(UNKNOWN, label, ORIGIN)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "<svg xmlns='http://www.w3.org/2000/svg'/>, an SVG",
    "<?xml version='1.0'?><!-- a logo --><svg/>, an SVG",
    "<!DOCTYPE html><p>not found, a web page",
    "{\"error\": \"none\"}, a text",
    "hé, a text",
    "'', empty"
  })
  void aTextIsRefusedWithWhatItIs(String text, String kind) {
    assertRefused(Buffer.buffer(text), kind);
  }

  @Test
  void soIsATextInAnotherEncoding() {
    assertRefused(Buffer.buffer("<svg/>".getBytes(UTF_16)), "an SVG");
    assertRefused(Buffer.buffer("\uFEFFhello"), "a text");
  }

  private static void assertRefused(Buffer file, String kind) {
    assertThatThrownBy(() -> InputType.require(file, "image/png", ORIGIN))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("to be sent is " + kind + ", which");
  }
}
