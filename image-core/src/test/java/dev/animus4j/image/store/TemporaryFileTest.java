package dev.animus4j.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.format.PixelSize;
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

class TemporaryFileTest {
  private static final Buffer PIECE = noise(200_000);
  private static final ImageInspector.Result PNG =
      new ImageInspector.Result(ImageType.PNG, new PixelSize(1, 1), PIECE.length());

  @TempDir Path directory;

  private interface FileAction {
    Object take(TemporaryFile temporaryFile) throws Exception;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aDiscardAtAnyMomentLeavesNothing(int at) throws Exception {
    FileAction[] steps = {
      temporaryFile -> temporaryFile.open(directory),
      temporaryFile -> temporaryFile.append(PIECE),
      temporaryFile -> temporaryFile.finish(PNG)
    };
    for (int round = 0; round < 200; round++) {
      TemporaryFile temporaryFile = new TemporaryFile("m");
      for (int before = 0; before < at; before++) {
        steps[before].take(temporaryFile);
      }
      together(temporaryFile, steps[at], TemporaryFile::discard);
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void nothingBeginsAfterADiscard() throws Exception {
    TemporaryFile temporaryFile = new TemporaryFile("m");

    temporaryFile.discard();

    assertThatThrownBy(() -> temporaryFile.open(directory)).isInstanceOf(IOException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDiscardLeavesWhatIsKept() throws Exception {
    TemporaryFile temporaryFile = new TemporaryFile("m").open(directory).append(PIECE);
    URI location = temporaryFile.finish(PNG).location();

    boolean kept = temporaryFile.commit();
    temporaryFile.discard();

    assertThat(kept).isTrue();
    assertThat(Path.of(location)).hasBinaryContent(PIECE.getBytes()).hasParentRaw(directory);
  }

  @Test
  void aDiscardedFileCannotBeKept() throws Exception {
    TemporaryFile temporaryFile = new TemporaryFile("m").open(directory).append(PIECE);
    temporaryFile.finish(PNG);

    temporaryFile.discard();

    assertThat(temporaryFile.commit()).isFalse();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileThatHasVanishedIsAFailure() throws Exception {
    TemporaryFile temporaryFile = new TemporaryFile("m").open(directory);
    try (var files = Files.list(directory)) {
      Files.delete(files.findFirst().orElseThrow());
    }

    assertThatThrownBy(() -> temporaryFile.finish(PNG)).isInstanceOf(IOException.class);
    temporaryFile.discard();
  }

  @Test
  void piecesOfAnyFormAreWrittenAsTheyAre() throws Exception {
    Buffer composite =
        BufferInternal.buffer(
            Unpooled.wrappedBuffer(noise(10).getBytes(), noise(70_000).getBytes()));
    Buffer slice = PIECE.slice(100, 170_000);
    TemporaryFile temporaryFile = new TemporaryFile("m").open(directory);

    temporaryFile.append(Buffer.buffer()).append(PIECE).append(composite).append(slice);

    Buffer all = PIECE.copy().appendBuffer(composite).appendBuffer(slice);
    assertThat(Path.of(temporaryFile.finish(PNG).location())).hasBinaryContent(all.getBytes());
  }

  private static void together(TemporaryFile temporaryFile, FileAction one, FileAction other)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    Thread beside =
        new Thread(
            () -> {
              try {
                start.await();
                one.take(temporaryFile);
              } catch (Exception late) {
                assertThat(late).hasMessage("discarded");
              }
            });
    beside.start();
    start.await();
    other.take(temporaryFile);
    beside.join();
  }

  private static Buffer noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }
}
