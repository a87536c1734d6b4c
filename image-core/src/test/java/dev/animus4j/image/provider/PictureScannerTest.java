package dev.animus4j.image.provider;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.provider.PictureScanner.Step;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No answer keeps us busy longer than its length explains. */
class PictureScannerTest {
  private static final Origin SERVER = Origin.of("server");
  private static final String[] JSON = {
    "{\"image\":\"" + "A".repeat(32),
    "{\"image\":[",
    "\"\",",
    "\"",
    "[",
    "\\u0041",
    "A\n",
    "=",
    "\"data:image/png;",
    "\"data:;base64,",
    "}",
    "x"
  };

  @Test
  void picturesInJson() {
    assertThat(excessive(json -> scan(List.of(json)), JSON)).isEmpty();
  }

  @Test
  void picturesInJsonThatComesByteByByte() {
    assertThat(excessive(piecewise(PictureScannerTest::scan), JSON)).isEmpty();
  }

  @Test
  void longKeysWithManyValues() {
    String[] tokens = {"k", "\"\",", "\":[", "{\"", "\"x\",\"image\":\"\","};
    assertThat(excessive(json -> scan(List.of("{\"" + json)), tokens)).isEmpty();
  }

  private static void scan(Iterable<String> pieces) {
    PictureScanner scanner = new PictureScanner(Set.of("image", "a/b"), Integer.MAX_VALUE, SERVER);
    try {
      for (String piece : pieces) {
        scanner.feed(Buffer.buffer(piece.getBytes(ISO_8859_1)));
        while (scanner.next() != Step.MORE) {
          // goes on
        }
      }
      var unused = scanner.rest();
    } catch (AnimusException.Protocol expected) {
      // most of it is not JSON
    }
  }
}
