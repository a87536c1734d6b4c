package dev.animus4j.image.provider.json;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.provider.json.Base64ImageScanner.Step;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No answer keeps us busy longer than its length explains. */
class Base64ImageScannerTest {
  private static final FailureOrigin SERVER = FailureOrigin.of("server");
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
    "{}",
    "\n",
    "data: {",
    "x"
  };

  @Test
  void picturesInJson() {
    assertThat(excessive(json -> scan(List.of(json)), JSON)).isEmpty();
  }

  @Test
  void picturesInJsonThatComesByteByByte() {
    assertThat(excessive(piecewise(Base64ImageScannerTest::scan), JSON)).isEmpty();
  }

  @Test
  void longKeysWithManyValues() {
    String[] tokens = {"k", "\"\",", "\":[", "{\"", "\"x\",\"image\":\"\","};
    assertThat(excessive(json -> scan(List.of("{\"" + json)), tokens)).isEmpty();
  }

  private static void scan(Iterable<String> pieces) {
    Base64ImageScanner scanner =
        new Base64ImageScanner(Set.of("image", "a/b"), Integer.MAX_VALUE, SERVER);
    try {
      for (String piece : pieces) {
        scanner.feed(Buffer.buffer(piece.getBytes(ISO_8859_1)));
        while (scanner.next() != Step.MORE) {
          // goes on
        }
      }
      var unused = scanner.remainder();
    } catch (AnimusException expected) {
      // most of it is not JSON
    }
  }
}
