package dev.animus4j.image.format;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No file keeps us busy longer than its length explains. */
class InspectionLinearTimeTest {
  private static final String[] FILES = {
    "\u00ff\u00d8\u00ff",
    "\u00ff",
    "\u00ff\u00e1\0\2",
    "\u00ff\u00d0",
    "\0\0\0\14ftypavif",
    "\0\0\0\20free\0\0\0\0\0\0\0\0",
    "\0\0\0\10meta",
    "GIF89a",
    "RIFF\0\0\0\0WEBPVP8X",
    "\u0089PNG\r\n\u001a\n"
  };

  @Test
  void files() {
    assertThat(excessive(file -> look(List.of(file)), FILES)).isEmpty();
  }

  @Test
  void filesThatComeByteByByte() {
    assertThat(excessive(piecewise(InspectionLinearTimeTest::look), FILES)).isEmpty();
  }

  private static void look(Iterable<String> pieces) {
    ImageInspector imageInspector = new ImageInspector(Long.MAX_VALUE);
    try {
      pieces.forEach(piece -> imageInspector.inspect(Buffer.buffer(piece, "ISO-8859-1")));
      var unused = imageInspector.finish();
    } catch (AnimusException expected) {
      // most of them are no pictures
    }
  }
}
