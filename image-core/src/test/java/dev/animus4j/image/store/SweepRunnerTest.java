package dev.animus4j.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.TestImages;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Several sweeps at once, of several stores, while pictures are written and read. */
class SweepRunnerTest {
  private static final WatchedVertx WATCHED = new WatchedVertx();
  private static final Vertx VERTX = WATCHED.get();
  private static final Buffer PICTURE = TestImages.drawn("png", 20, 10);
  private static final int SIZE = PICTURE.length();

  @AfterContainer
  static void close() {
    WATCHED.close();
  }

  /** The latest that fit stay, all of them: what several sweeps leave is what one would. */
  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void onlyWhatIsTooMuchGoes(
      @ForAll @IntRange(min = 1, max = 150) int old,
      @ForAll @IntRange(max = 20) int written,
      @ForAll @IntRange(min = 20, max = 150) int room,
      @ForAll @IntRange(min = 2, max = 8) int sweeps)
      throws Exception {
    Path home = Files.createTempDirectory("sweeps");
    Path directory = Files.createDirectory(home.resolve("pictures"));
    Path link = Files.createSymbolicLink(home.resolve("link"), directory);
    List<Path> aged = aged(directory, old);
    int stay = Math.min(old, Math.max(0, room - written));
    List<Path> staying = aged.subList(old - stay, old);
    List<FileImageStore> stores = stores(directory, link, room);

    List<Completable> all = new ArrayList<>();
    IntStream.range(0, sweeps).forEach(at -> all.add(stores.get(at % stores.size()).sweep()));
    IntStream.range(0, written).forEach(at -> all.add(writing(stores.get(at % stores.size()))));
    staying.forEach(path -> all.add(reading(stores.get(0), path.toUri())));
    Completable.merge(all.stream().map(one -> one.subscribeOn(Schedulers.io())).toList())
        .blockingAwait();
    stores.get(0).sweep().blockingAwait();

    try (var files = Files.list(directory)) {
      List<Path> left = files.toList();
      assertThat(left).hasSize(stay + written).containsAll(staying);
    }
    remove(home, directory, link);
  }

  /** One of them has begun before the pictures came that it would not have seen. */
  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void aSweepRequestedDuringASweepStartsTheNextOne(@ForAll @IntRange(min = 1, max = 400) int before)
      throws Exception {
    Path directory = Files.createTempDirectory("sweeps");
    FileImageStore store = new FileImageStore(VERTX, directory).withRetention(Retention.ofBytes(1));
    aged(directory, before);
    Completable first = store.sweep().cache();
    var unused = first.subscribe();
    aged(directory, 20);

    store.sweep().blockingAwait();

    assertThat(directory).isEmptyDirectory();
    first.blockingAwait();
    Files.delete(directory);
  }

  private static List<FileImageStore> stores(Path directory, Path link, int room) {
    Retention retention = Retention.ofBytes((long) room * SIZE);
    FileImageStore one = new FileImageStore(VERTX, directory).withRetention(retention);
    return List.of(
        one,
        one.withMaxBytes(1 << 20),
        one.withRetention(retention),
        new FileImageStore(VERTX, link).withRetention(retention));
  }

  private static List<Path> aged(Path directory, int count) throws Exception {
    Instant first = Instant.now().minusSeconds(1_000_000);
    List<Path> paths = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      paths.add(AgedImageFiles.picture(directory, SIZE, first.plusSeconds(at)));
    }
    return paths;
  }

  private static Completable writing(ImageStore store) {
    return store.write("m", Flowable.just(PICTURE)).map(Stored::location).ignoreElement();
  }

  private static Completable reading(ImageStore store, URI location) {
    return store
        .read(location)
        .reduce(0, (size, piece) -> size + piece.length())
        .doOnSuccess(size -> assertThat(size).isEqualTo(SIZE))
        .ignoreElement();
  }

  private static void remove(Path home, Path directory, Path link) throws Exception {
    Files.delete(link);
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
    Files.delete(home);
  }
}
