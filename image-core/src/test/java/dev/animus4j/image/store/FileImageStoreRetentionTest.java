package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class FileImageStoreRetentionTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);
  private static final Retention DAY = Retention.ofAge(Duration.ofDays(1));

  @TempDir Path home;
  private Path directory;
  private FileImageStore store;

  @BeforeEach
  void open(Vertx vertx) {
    directory = home.resolve("pictures");
    store = new FileImageStore(vertx, directory);
  }

  @Test
  void theFirstWriteRemovesWhatAnEarlierRunLeft(Vertx vertx) throws Exception {
    aged(write(), Duration.ofDays(2));
    FileImageStore restarted = new FileImageStore(vertx, directory).withRetention(DAY);

    Path picture = Path.of(write(restarted));

    eventually(() -> files().equals(List.of(picture)));
  }

  @Test
  void nothingGoesUnlessToldTo() throws Exception {
    aged(write(), Duration.ofDays(2000));

    write();
    store.sweep().blockingAwait();

    assertThat(files()).hasSize(2);
  }

  @Test
  void aSweepOnRequestHoldsTheLimitOfBytesAndKeepsTheLatest() throws Exception {
    for (int hours = 5; hours > 0; hours--) {
      aged(write(), Duration.ofHours(hours));
    }
    Path latest = aged(write(), Duration.ofMinutes(5));

    store.withRetention(Retention.ofBytes(PICTURE.length() + 1)).sweep().blockingAwait();

    assertThat(files()).containsExactly(latest);
  }

  @Test
  void aPictureStaysWhileItIsReadToItsEnd() throws Exception {
    Buffer large = drawn("png", 900, 700);
    URI location = store.write("flux-1", Flowable.just(large)).blockingGet().location();
    aged(location, Duration.ofDays(2));
    store = store.withRetention(DAY);

    TestSubscriber<Buffer> reader = store.read(location).test(1);
    eventually(() -> reader.values().size() >= 1);
    store.withMaxBytes(5).sweep().blockingAwait();
    assertThat(files()).hasSize(1);

    reader.request(Long.MAX_VALUE);
    reader.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    int read = reader.values().stream().mapToInt(Buffer::length).sum();
    assertThat(read).isEqualTo(large.length());
    store.sweep().blockingAwait();
    assertThat(files()).isEmpty();
  }

  @Test
  void aReaderWhoLeavesGivesThePictureBack() throws Exception {
    URI location = write();
    aged(location, Duration.ofDays(2));
    store = store.withRetention(DAY);

    store.read(location).test(0).cancel();
    TestSubscriber<Buffer> reader = store.read(location).test(1);
    eventually(() -> reader.values().size() >= 1);
    reader.cancel();

    eventually(
        () -> {
          store.sweep().blockingAwait();
          return files().isEmpty();
        });
  }

  @Test
  void aDeletedPictureIsGoneAndStaysSo() throws Exception {
    URI location = write();
    URI other = write();

    store.delete(location).blockingAwait();
    store.delete(location).blockingAwait();

    assertThat(files()).containsExactly(Path.of(other));
    assertThat(store.read(location).materialize().blockingFirst().getError())
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @Test
  void aDeletionHappensOnSubscription() throws Exception {
    assertThatCode(() -> store.delete(write())).doesNotThrowAnyException();

    assertThat(files()).hasSize(1);
  }

  @Test
  void aDeletionIsNoFailureWhenTheWholeDirectoryIsGone() throws Exception {
    URI location = write();
    Files.delete(Path.of(location));
    Files.delete(directory);

    store.delete(location).blockingAwait();

    assertThat(directory).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOME/image_m_00000000-0000-0000-0000-000000000000_1.png",
        "HOME/pictures/../image_m_00000000-0000-0000-0000-000000000000_1.png",
        "HOME/pictures/cat.png",
        "HOME/pictures",
        "file:///",
        "mem:image_m_00000000-0000-0000-0000-000000000000_1.png",
        "https://example.org/cat.png",
        "nothing"
      })
  void filesThatAreNotOfThisStoreAreNotDeleted(String location) throws Exception {
    write();
    Files.writeString(directory.resolve("cat.png"), "mine");
    Files.writeString(home.resolve("image_m_00000000-0000-0000-0000-000000000000_1.png"), "mine");
    String uri = location.replace("HOME/", home.toUri().toString());

    Throwable failure = store.delete(URI.create(uri)).materialize().blockingGet().getError();

    assertThat(failure).isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(files()).hasSize(2);
    assertThat(home.resolve("image_m_00000000-0000-0000-0000-000000000000_1.png")).exists();
  }

  private URI write() {
    return write(store);
  }

  private static URI write(FileImageStore store) {
    return store.write("flux-1", Flowable.just(PICTURE)).blockingGet().location();
  }

  private static Path aged(URI location, Duration age) throws Exception {
    return Files.setLastModifiedTime(Path.of(location), FileTime.from(Instant.now().minus(age)));
  }

  private List<Path> files() throws Exception {
    try (var paths = Files.list(directory)) {
      return paths.toList();
    }
  }
}
