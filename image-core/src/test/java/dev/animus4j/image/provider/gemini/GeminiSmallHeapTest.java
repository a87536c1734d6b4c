package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.provider.gemini.GeminiFixture.answer;
import static dev.animus4j.image.provider.gemini.GeminiFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.TestImages;
import dev.animus4j.image.provider.json.SmallHeapProcess;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
@VertxTest
class GeminiSmallHeapTest {
  private static GeminiFixture atelier;
  private static final int AT_ONCE = 8;
  private static final int BYTES = 6 * 1024 * 1024;

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    atelier = new GeminiFixture(vertx);
  }

  @BeforeEach
  void open() {
    atelier.open(directory);
  }

  @Test
  void eightPicturesOf8MiBInBase64AreDrawnAtOnceInAHeapThatHoldsNoneOfThemTwice() throws Exception {
    Buffer png = TestImages.drawn("png", 16, 16).appendBytes(new byte[BYTES]);
    ScriptedResponse answer = ScriptedResponse.status(200).body(answer(picture(png)).encode());
    for (int at = 0; at < AT_ONCE; at++) {
      atelier.provider.script(answer);
    }

    assertThat(inAHeapOf("24m", atelier.provider.origin() + "/v1beta", directory, AT_ONCE))
        .isEqualTo(AT_ONCE + " pictures, " + (long) AT_ONCE * png.length() + " bytes");
    assertThat(atelier.files()).hasSize(AT_ONCE);
  }

  private static String inAHeapOf(String heap, Object... arguments) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder command = new ProcessBuilder(java, "-Xmx" + heap, "-XX:TieredStopAtLevel=1");
    command.command().addAll(List.of("-XX:MaxDirectMemorySize=64m", "-XX:+ExitOnOutOfMemoryError"));
    command.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.command().add(SmallHeapProcess.class.getName());
    Arrays.stream(arguments).map(String::valueOf).forEach(command.command()::add);
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? said : said + ", exit code " + process.exitValue();
  }
}
