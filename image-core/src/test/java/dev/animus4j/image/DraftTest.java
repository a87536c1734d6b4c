package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {
  private static final TestVertx WATCHED = new TestVertx();
  private static final Vertx VERTX = WATCHED.vertx();
  private static final Buffer PIECE = Buffer.buffer(new byte[1 << 20]);

  @TempDir Path directory;

  @AfterAll
  static void close() {
    WATCHED.close();
  }

  @Test
  void aDiscardWaitsForTheOpeningThatHasBegun() {
    Draft draft = draft();

    draft.open().subscribe().dispose();
    draft.discard().blockingAwait();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDiscardWaitsForTheWritingThatHasBegun() {
    Draft draft = draft();
    draft.open().blockingAwait();

    draft.append(PIECE).subscribe().dispose();
    draft.discard().blockingAwait();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDiscardWaitsForTheRenamingThatHasBegun() {
    Draft draft = draft();
    draft.open().concatWith(draft.append(PIECE)).blockingAwait();

    draft.rename("picture.png").subscribe().dispose();
    draft.discard().blockingAwait();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void nothingBeginsAfterADiscard() {
    Draft draft = draft();

    draft.discard().blockingAwait();
    Throwable failure = draft.open().materialize().blockingGet().getError();

    assertThat(failure).isInstanceOf(AnimusException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDiscardLeavesWhatIsKept() {
    Draft draft = draft();
    draft.open().concatWith(draft.append(PIECE)).blockingAwait();
    Path path = draft.rename("picture.png").blockingGet();

    boolean kept = draft.keep();
    draft.discard().blockingAwait();

    assertThat(kept).isTrue();
    assertThat(path).isEqualTo(directory.resolve("picture.png")).hasSize(1 << 20);
  }

  @Test
  void whatHasBeenDiscardedCannotBeKept() {
    Draft draft = draft();
    draft.open().concatWith(draft.append(PIECE)).blockingAwait();
    draft.rename("picture.png").blockingGet();

    draft.discard().blockingAwait();

    assertThat(draft.keep()).isFalse();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileThatHasVanishedIsAFailure() throws Exception {
    Draft draft = draft();
    draft.open().blockingAwait();
    Files.delete(directory.resolve("image_" + draft.id() + ".part"));

    Throwable failure = draft.rename("picture.png").materialize().blockingGet().getError();

    assertThat(failure)
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("cannot be kept");
    draft.discard().blockingAwait();
  }

  private Draft draft() {
    return new Draft(VERTX.fileSystem(), directory);
  }
}
