package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
  private static final Buffer PIECE = noise(200_000);
  private static final Inspection.Findings PNG =
      new Inspection.Findings(new Image.Format("image/png", 1, 1, PIECE.length()), "png");

  @TempDir Path directory;

  private interface Step {
    Object take(Draft draft) throws Exception;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aDiscardAtAnyMomentLeavesNothing(int at) throws Exception {
    Step[] steps = {
      draft -> draft.open(directory), draft -> draft.append(PIECE), draft -> draft.finish(PNG)
    };
    for (int round = 0; round < 200; round++) {
      Draft draft = new Draft("m");
      for (int before = 0; before < at; before++) {
        steps[before].take(draft);
      }
      together(draft, steps[at], Draft::discard);
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void nothingBeginsAfterADiscard() throws Exception {
    Draft draft = new Draft("m");

    draft.discard();

    assertThatThrownBy(() -> draft.open(directory)).isInstanceOf(IOException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDiscardLeavesWhatIsKept() throws Exception {
    Draft draft = new Draft("m").open(directory).append(PIECE);
    URI location = draft.finish(PNG).location();

    boolean kept = draft.keep();
    draft.discard();

    assertThat(kept).isTrue();
    assertThat(Path.of(location)).hasBinaryContent(PIECE.getBytes()).hasParentRaw(directory);
  }

  @Test
  void whatHasBeenDiscardedCannotBeKept() throws Exception {
    Draft draft = new Draft("m").open(directory).append(PIECE);
    draft.finish(PNG);

    draft.discard();

    assertThat(draft.keep()).isFalse();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileThatHasVanishedIsAFailure() throws Exception {
    Draft draft = new Draft("m").open(directory);
    try (var files = Files.list(directory)) {
      Files.delete(files.findFirst().orElseThrow());
    }

    assertThatThrownBy(() -> draft.finish(PNG)).isInstanceOf(IOException.class);
    draft.discard();
  }

  @Test
  void piecesOfAnyFormAreWrittenAsTheyAre() throws Exception {
    Buffer composite =
        BufferInternal.buffer(
            Unpooled.wrappedBuffer(noise(10).getBytes(), noise(70_000).getBytes()));
    Buffer slice = PIECE.slice(100, 170_000);
    Draft draft = new Draft("m").open(directory);

    draft.append(Buffer.buffer()).append(PIECE).append(composite).append(slice);

    Buffer all = PIECE.copy().appendBuffer(composite).appendBuffer(slice);
    assertThat(Path.of(draft.finish(PNG).location())).hasBinaryContent(all.getBytes());
  }

  private static void together(Draft draft, Step one, Step other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    Thread beside =
        new Thread(
            () -> {
              try {
                start.await();
                one.take(draft);
              } catch (Exception late) {
                assertThat(late).hasMessage("discarded");
              }
            });
    beside.start();
    start.await();
    other.take(draft);
    beside.join();
  }

  private static Buffer noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }
}
