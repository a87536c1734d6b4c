package dev.animus4j.chat.provider.gemini;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class BareErrorDetectorTest {
  @Test
  void readsInLinearTime() {
    String[] tokens = {"a", "\"", "{\"error\":", "}", "\\", "\n", "{"};
    assertThat(excessive(piecewise(BareErrorDetectorTest::look), tokens)).isEmpty();
  }

  private static void look(Iterable<String> pieces) {
    BareErrorDetector stray = new BareErrorDetector();
    pieces.forEach(piece -> stray.scan(Buffer.buffer(piece)));
    var unused = stray.error(FailureOrigin.of("server"));
  }
}
