package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.pieces;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has no room left is told so, and where. */
@VertxTest
class FullDiskTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "Disk quota exceeded",
        "Disc quota exceeded",
        "There is not enough space on the disk"
      })
  void thePlatformsWordsForItAreUnderstood(String reason) {
    IOException plain = new IOException(reason);
    IOException named = new FileSystemException("/a/b.part", null, reason);

    for (Throwable cause : new Throwable[] {plain, named, new IllegalStateException(plain)}) {
      assertThat(StoreFailure.writeFailure(home, cause))
          .isInstanceOf(AnimusException.Unavailable.class)
          .hasMessageStartingWith(
              "image store: the disk is full, make room for pictures: " + home + ".");
      assertThat(StoreFailure.directoryFailure(home, cause, false))
          .hasMessageContaining("the disk is full");
    }
  }

  @Test
  void otherFailuresAreNotTakenForIt() {
    for (IOException other :
        new IOException[] {
          new IOException("Input/output error"),
          new AccessDeniedException("/No space left on device"),
          new FileSystemException("/a", null, "Read-only file system")
        }) {
      assertThat(StoreFailure.writeFailure(home, other))
          .hasMessageContaining("the picture cannot be kept");
      assertThat(StoreFailure.directoryFailure(home, other, false))
          .hasMessageContaining("the picture directory");
    }
  }

  /** A device that is always full says what this platform says, without a disk that is. */
  @Test
  void thisPlatformsWordsAreUnderstood() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no device that is full");
    IOException told = null;
    try (OutputStream device = Files.newOutputStream(full)) {
      device.write(1);
    } catch (IOException noRoom) {
      told = noRoom;
    }

    assertThat(StoreFailure.writeFailure(home, Objects.requireNonNull(told)))
        .hasMessageContaining("the disk is full");
  }

  @Test
  void aDiskThatIsFullKeepsThePicturesThatItHasAndNothingElse(Vertx vertx) throws Exception {
    Path disk = Files.createDirectory(home.resolve("disk"));
    assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()));
    try {
      Path directory = disk.resolve("pictures");
      FileImageStore store = new FileImageStore(vertx, directory);
      var kept = store.write("m", pieces(PICTURE, 1000)).blockingGet();

      for (int time = 0; time < 3; time++) {
        assertThat(failure(store, drawn("png", 400, 300)))
            .isInstanceOf(AnimusException.Unavailable.class)
            .hasMessageContaining("the disk is full, make room for pictures: " + directory);
        assertThat(directory).isDirectoryContaining(path -> path.toUri().equals(kept.location()));
        assertThat(AgedImageFiles.left(directory)).isEqualTo(1);
      }
      fill(disk.resolve("others"));
      assertThat(store.check().materialize().blockingGet().getError())
          .hasMessageContaining("the disk is full");
      assertThat(AgedImageFiles.left(directory)).isEqualTo(1);
      Files.delete(disk.resolve("others"));
      store.check().blockingAwait();
    } finally {
      assertThat(ran("umount", disk.toString())).isTrue();
    }
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream others = Files.newOutputStream(file)) {
      while (true) {
        others.write(new byte[4096]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  private static Throwable failure(FileImageStore store, Buffer picture) {
    return Objects.requireNonNull(
        store.write("m", pieces(picture, 1000)).materialize().blockingGet().getError());
  }

  private static boolean ran(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 && said.isBlank();
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
