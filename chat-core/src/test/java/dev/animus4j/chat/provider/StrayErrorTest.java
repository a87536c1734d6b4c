package dev.animus4j.chat.provider;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.Origin;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class StrayErrorTest {
  @Test
  void readsInLinearTime() {
    String[] tokens = {"a", "\"", "{\"error\":", "}", "\\", "\n", "{"};
    assertThat(excessive(piecewise(StrayErrorTest::look), tokens)).isEmpty();
  }

  private static void look(Iterable<String> pieces) {
    StrayError stray = new StrayError();
    pieces.forEach(piece -> stray.look(Buffer.buffer(piece)));
    var unused = stray.found(Origin.of("server"));
  }
}
