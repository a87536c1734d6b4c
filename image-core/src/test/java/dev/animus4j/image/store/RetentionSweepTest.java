package dev.animus4j.image.store;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionSweepTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Retention WEEK = Retention.ofAge(Duration.ofDays(7));

  private final ReadLeases readLeases = new ReadLeases();
  @TempDir Path home;
  private Path directory;

  @BeforeEach
  void make() throws Exception {
    directory = Files.createDirectory(home.resolve("pictures")).toRealPath();
  }

  @Test
  void imagesOlderThanTheLimitAreDeleted() throws Exception {
    Path old = picture(Duration.ofDays(7).plusSeconds(1), 10);
    Path young = picture(Duration.ofDays(7), 10);

    sweep(WEEK);

    assertThat(files()).containsExactly(young).doesNotContain(old);
  }

  @Test
  void theOldestGoUntilTheRestIsSmallEnough() throws Exception {
    Path third = picture(Duration.ofHours(3), 40);
    Path first = picture(Duration.ofHours(5), 40);
    Path second = picture(Duration.ofHours(4), 40);
    Path last = picture(Duration.ofHours(2), 40);

    sweep(Retention.ofBytes(80));

    assertThat(files()).containsExactlyInAnyOrder(third, last).doesNotContain(first, second);
  }

  @Test
  void bothLimitsHoldTogether() throws Exception {
    picture(Duration.ofDays(9), 50);
    picture(Duration.ofDays(6), 50);
    Path left = picture(Duration.ofDays(5), 50);

    sweep(new Retention(Duration.ofDays(7), 60));

    assertThat(files()).containsExactly(left);
  }

  @Test
  void recentImagesStayEvenBeyondTheSizeLimit() throws Exception {
    picture(Duration.ofSeconds(61), 1000);
    Path new1 = picture(Duration.ofSeconds(60), 1000);
    Path new2 = picture(Duration.ZERO, 1000);
    Path skewed = picture(Duration.ofHours(-1), 1000);

    sweep(new Retention(Duration.ofSeconds(1), 1));

    assertThat(files()).containsExactlyInAnyOrder(new1, new2, skewed);
  }

  @Test
  void imagesBeingReadAreDeletedOnlyAfterwards() throws Exception {
    Path read = picture(Duration.ofDays(9), 10);
    Path unread = picture(Duration.ofDays(8), 10);
    readLeases.tryAcquire(read);

    sweep(WEEK);
    assertThat(files()).containsExactly(read).doesNotContain(unread);

    readLeases.release(read);
    sweep(WEEK);
    assertThat(files()).isEmpty();
  }

  @Test
  void partialFilesAreDeletedAfterAnHour() throws Exception {
    file(StoredFileName.temporary(UUID.randomUUID().toString()), Duration.ofMinutes(61), 10);
    Path inTheMaking =
        file(StoredFileName.temporary(UUID.randomUUID().toString()), Duration.ofMinutes(59), 10);

    sweep(Retention.ofBytes(1));

    assertThat(files()).containsExactly(inTheMaking);
  }

  @Test
  void aDescriptionGoesWithItsImageAndCountsWithIt() throws Exception {
    Path first = picture(Duration.ofHours(5), 40);
    Path second = picture(Duration.ofHours(4), 40);
    file(description(first), Duration.ofHours(5), 10);
    Path described = file(description(second), Duration.ofHours(4), 10);

    sweep(Retention.ofBytes(100));
    assertThat(files()).hasSize(4);

    sweep(Retention.ofBytes(99));
    assertThat(files()).containsExactlyInAnyOrder(second, described);

    sweep(Retention.ofAge(Duration.ofHours(1)));
    assertThat(files()).isEmpty();
  }

  @Test
  void aDescriptionWithoutAnImageIsDeletedAfterAMinute() throws Exception {
    Path image = picture(Duration.ofHours(1), 10);
    Path described = file(description(image), Duration.ofHours(1), 10);
    file(name() + ".json", Duration.ofSeconds(61), 10);
    Path inTheMaking = file(name() + ".json", Duration.ofSeconds(59), 10);
    Path other = file("cat.png.json", Duration.ofDays(1000), 10);

    sweep(WEEK);

    assertThat(files()).containsExactlyInAnyOrder(image, described, inTheMaking, other);
  }

  private static String description(Path image) {
    return image.getFileName() + ".json";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat.png",
        "image_.part",
        "image_flux_1.png",
        "image_flux_00000000-0000-0000-0000-000000000000_1.png.bak",
        "my_image_flux_00000000-0000-0000-0000-000000000000_1.png",
        "image_Flux_00000000-0000-0000-0000-000000000000_1.png",
        "image_flux_00000000-0000-0000-0000-000000000000.png"
      })
  void filesWithOtherNamesStay(String name) throws Exception {
    Path other = file(name, Duration.ofDays(1000), 10);

    sweep(new Retention(Duration.ofSeconds(1), 1));

    assertThat(files()).containsExactly(other);
  }

  @Test
  void onlyFilesGoAndNothingBelowOrBehindALink() throws Exception {
    Path outside = Files.writeString(home.resolve("outside.png"), "outside");
    Path link = Files.createSymbolicLink(directory.resolve(name()), outside);
    Path folder = Files.createDirectory(directory.resolve(name()));
    Files.setLastModifiedTime(folder, FileTime.from(NOW.minus(Duration.ofDays(9))));

    sweep(WEEK);

    assertThat(files()).containsExactlyInAnyOrder(link, folder);
    assertThat(outside).exists();
  }

  @Test
  void aDirectoryThatIsNotThereYetHasNothingToSweep() throws Exception {
    Files.delete(directory);

    sweep(WEEK);

    assertThat(directory).doesNotExist();
  }

  @Test
  void aFailureIsLoggedOnceAndHarmsNobody() throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      BackgroundSweep backgroundSweep = new BackgroundSweep(unreachable(), WEEK, readLeases);
      backgroundSweep.sweepIfDue();
      for (int time = 0; time < 3; time++) {
        backgroundSweep
            .sweep()
            .doOnError(backgroundSweep::logFirst)
            .onErrorComplete()
            .blockingAwait();
      }
      eventually(() -> log.size() > 0); // who writes sweeps too, on another thread
    } finally {
      System.setErr(err);
    }

    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("Cannot remove old pictures from /pictures");
  }

  @Test
  void aRetentionKeepsSomething() {
    assertThatThrownBy(() -> Retention.ofAge(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Retention.ofBytes(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReaderAndASweepNeverHaveTheSamePicture() {
    Path picture = directory.resolve("picture");

    assertThat(readLeases.tryAcquire(picture)).isTrue();
    assertThat(readLeases.tryAcquire(picture)).isTrue();
    readLeases.release(picture);
    assertThat(readLeases.tryBlock(picture)).isFalse();
    readLeases.release(picture);
    assertThat(readLeases.tryBlock(picture)).isTrue();
    assertThat(readLeases.tryAcquire(picture)).isFalse();
    readLeases.unblock(picture);
    assertThat(readLeases.tryAcquire(picture)).isTrue();
  }

  @Test
  void itIsDueAtOnceAndThenSeldom() {
    long[] nanos = {Long.MAX_VALUE - 5};
    Throttle throttle = new Throttle(Duration.ofNanos(100), () -> nanos[0]);

    assertThat(throttle.tryAcquire()).isTrue();
    assertThat(throttle.tryAcquire()).isFalse();
    nanos[0] += 99;
    assertThat(throttle.tryAcquire()).isFalse();
    nanos[0] += 1;
    assertThat(throttle.tryAcquire()).isTrue();
    assertThat(throttle.tryAcquire()).isFalse();
  }

  /** A directory of an archive that has been closed, where nothing can be done. */
  private Path unreachable() throws Exception {
    URI archive = URI.create("jar:" + home.resolve("archive.zip").toUri());
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      return Files.createDirectory(zip.getPath("/pictures"));
    }
  }

  private void sweep(Retention retention) throws Exception {
    new RetentionSweep(retention, readLeases, NOW).run(directory);
  }

  private Path picture(Duration age, int bytes) throws Exception {
    return file(name(), age, bytes);
  }

  private static String name() {
    return StoredFileName.image("flux-1", UUID.randomUUID().toString(), "png");
  }

  private Path file(String name, Duration age, int bytes) throws Exception {
    Path path = Files.write(directory.resolve(name), new byte[bytes]);
    return Files.setLastModifiedTime(path, FileTime.from(NOW.minus(age)));
  }

  private List<Path> files() throws Exception {
    try (var paths = Files.list(directory)) {
      return paths.toList();
    }
  }
}
