package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.jpeg;
import static dev.animus4j.image.TestImages.pieces;
import static dev.animus4j.image.TestImages.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.contract.SampleImages;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of an image lasts as long as the image. */
@VertxTest
class DescribedImagesTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);

  private final Vertx vertx;
  @TempDir private Path home;
  private Path directory;
  private FileImageStore store;

  DescribedImagesTest(Vertx vertx) {
    this.vertx = vertx;
  }

  @BeforeEach
  void open() {
    directory = home.resolve("pictures");
    store = afterARestart();
  }

  /** Another store on the same directory. */
  private FileImageStore afterARestart() {
    return new FileImageStore(vertx, directory);
  }

  private ImageStore store(boolean inMemory) {
    return inMemory ? ImageStore.inMemory(1 << 20) : store;
  }

  private static Image drawnFox(ImageStore store) {
    Stored stored = store.write("m", pieces(PICTURE, 1000)).blockingGet();
    return fox(stored.location()).withFormat(stored.format());
  }

  private static Image fox(URI location) {
    Image.Format format = new Image.Format("image/png", 200, 150, PICTURE.length());
    return SampleImages.fox(location, format, location.resolve("image_before.png"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anImageIsFoundAsItWasDescribed(boolean inMemory) {
    ImageStore kept = store(inMemory);
    Image fox = drawnFox(kept);
    assertThat(kept.find(fox.location()).blockingGet())
        .isEqualTo(Image.of("", fox.location()).withFormat(fox.format()));

    kept.describe(fox.withLineage(Image.Lineage.NONE)).blockingAwait();
    kept.describe(fox).blockingAwait();

    ImageStore later = inMemory ? kept : afterARestart();
    assertThat(later.find(fox.location()).blockingGet()).isEqualTo(fox);
    assertThat(later.readAll(fox.location()).blockingGet()).isEqualTo(PICTURE);
    assertThat(later.list().toList().blockingGet())
        .containsExactly(new Stored(fox.location(), fox.format()));
  }

  @Test
  void anImageIsFoundWhereItsDirectoryHasMoved() throws Exception {
    Image fox = drawnFox(store);
    store.describe(fox).blockingAwait();
    Path mount = home.resolve("elsewhere");
    Files.move(directory, mount);
    FileImageStore moved = new FileImageStore(vertx, mount);

    URI there = mount.resolve(Path.of(fox.location()).getFileName()).toUri();
    assertThat(moved.find(fox.location()).map(Image::location).blockingGet()).isEqualTo(there);
    assertThat(moved.find(fox.location()).map(Image::prompt).blockingGet()).isEqualTo(fox.prompt());
    assertThat(moved.readAll(fox.location()).blockingGet()).isEqualTo(PICTURE);
    URI other = URI.create(fox.location().toString().replace("/pictures/image_", "/pictures/x"));
    assertThat(failure(moved.readAll(other))).isInstanceOf(AnimusException.InvalidRequest.class);
    moved.delete(fox.location()).blockingAwait();
    assertThat(mount).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsNotInTheStoreIsNeitherFoundNorDescribed(boolean inMemory) throws Exception {
    ImageStore kept = store(inMemory);
    Image fox = drawnFox(kept);
    kept.describe(fox).blockingAwait();
    kept.delete(fox.location()).blockingAwait();
    Path outside = Files.write(home.resolve("image_outside.png"), PICTURE.getBytes());

    for (URI location :
        List.of(
            fox.location(),
            outside.toUri(),
            directory.toUri(),
            URI.create("file:///etc/passwd"),
            URI.create("file:///etc/passwd/below"),
            URI.create("https://example.com/fox.png"),
            URI.create("relative"))) {
      assertThat(kept.find(location).isEmpty().blockingGet()).isTrue();
      assertThat(failure(kept.describe(fox(location)).toSingleDefault(1)))
          .isInstanceOf(AnimusException.InvalidRequest.class);
      assertThat(failure(kept.readAll(location)))
          .isInstanceOf(AnimusException.InvalidRequest.class);
    }
    assertThat(kept.list().toList().blockingGet()).isEmpty();
    if (!inMemory) {
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void aDescriptionIsOneFileForItsOwnerAlone() throws Exception {
    Image fox = drawnFox(store);

    store.describe(fox.withLineage(Image.Lineage.NONE)).blockingAwait();
    store.describe(fox).blockingAwait();

    assertThat(names()).containsExactlyInAnyOrder(name(fox), name(fox) + ".json");
    Path description = directory.resolve(name(fox) + ".json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(description)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(description)).startsWith("{").contains("id-1").endsWith("}");
  }

  @Test
  void aDescriptionIsNoImage() throws Exception {
    Image fox = drawnFox(store);
    store.describe(fox).blockingAwait();
    URI description = URI.create(fox.location() + ".json");
    Path unfinished =
        Files.write(
            directory.resolve("image_00000000-0000-0000-0000-000000000000.part"),
            PICTURE.getBytes());

    for (URI location : List.of(description, unfinished.toUri())) {
      assertThat(failure(store.read(location).lastOrError()))
          .isInstanceOf(AnimusException.InvalidRequest.class);
      assertThat(store.find(location).isEmpty().blockingGet()).isTrue();
      assertThat(failure(store.delete(location).toSingleDefault(1)))
          .isInstanceOf(AnimusException.InvalidRequest.class);
    }
    assertThat(names()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "7", "{\"prompt\":\"a fox\"}", "{\"location\":1}"})
  void anImageWhoseDescriptionCannotBeReadIsStillFound(String damaged) throws Exception {
    Image fox = drawnFox(store);
    Files.writeString(directory.resolve(name(fox) + ".json"), damaged);

    assertThat(store.find(fox.location()).blockingGet())
        .isEqualTo(Image.of("", fox.location()).withFormat(fox.format()));
  }

  @Test
  void anImageIsWhatItsBytesSayWhereverItsDescriptionWasWritten() throws Exception {
    Image fox = drawnFox(store);
    store.describe(fox).blockingAwait();
    Path moved = Files.move(directory, home.resolve("moved")).toRealPath();
    Path link = Files.createSymbolicLink(home.resolve("link"), moved);

    FileImageStore there = new FileImageStore(vertx, link);
    Image found = there.find(link.resolve(name(fox)).toUri()).blockingGet();

    assertThat(found).isEqualTo(fox.withLocation(moved.resolve(name(fox)).toUri()));
  }

  @Test
  void imagesAreListedOldestFirstWhoeverWroteThem() throws Exception {
    Stored second = store.write("m", Flowable.just(drawn("jpg", 30, 20))).blockingGet();
    Stored first = store.write("m", Flowable.just(drawn("gif", 40, 30))).blockingGet();
    Stored last = afterARestart().write("m", Flowable.just(PICTURE)).blockingGet();
    Stored long1 = store.write("m", Flowable.just(longHeader())).blockingGet();
    store.describe(fox(last.location())).blockingAwait();
    age(first, 40);
    age(second, 30);
    age(long1, 20);
    Files.write(directory.resolve("cat.png"), PICTURE.getBytes());
    AgedImageFiles.picture(directory, 10, Instant.now()); // named like one, but none

    assertThat(store.list().toList().blockingGet()).containsExactly(first, second, long1, last);
    assertThat(store.list().take(2).toList().blockingGet()).containsExactly(first, second);
    assertThat(new FileImageStore(vertx, home.resolve("none")).list().toList().blockingGet())
        .isEmpty();
  }

  /** One whose size is told only behind 100 KB of other data. */
  private static Buffer longHeader() {
    Buffer profile = Buffer.buffer();
    for (int part = 0; part < 5; part++) {
      profile.appendBuffer(segment(0xE2, Buffer.buffer(new byte[20_000])));
    }
    return jpeg(profile, 0xC0, 320, 240).appendBytes(new byte[100]);
  }

  @Test
  void anImageThatIsDeletedWhileItIsListedIsPassedOver() {
    List<Stored> stored =
        Flowable.range(0, 5)
            .concatMapSingle(at -> store.write("m", Flowable.just(PICTURE)))
            .toList()
            .blockingGet();
    Stored gone = store.list().skip(4).blockingFirst();

    List<Stored> listed =
        store
            .list()
            .rebatchRequests(1)
            .concatMapSingle(one -> store.delete(gone.location()).toSingleDefault(one), 1)
            .toList()
            .blockingGet();

    assertThat(listed).doesNotContain(gone).hasSize(4);
    assertThat(stored).contains(gone);
  }

  @Test
  void moreThanTheStoreTakesIsNotReadIntoMemory() {
    Image fox = drawnFox(store);
    FileImageStore small = store.withMaxBytes(PICTURE.length() - 1);

    assertThat(failure(small.readAll(fox.location())))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("larger than " + (PICTURE.length() - 1) + " bytes");
    assertThat(store.withMaxBytes(PICTURE.length()).readAll(fox.location()).blockingGet())
        .isEqualTo(PICTURE);
  }

  @Test
  void theMemoryForgetsADescriptionWithItsImage() {
    ImageStore memory = ImageStore.inMemory(PICTURE.length() + 10L);
    Image fox = drawnFox(memory);
    memory.describe(fox).blockingAwait();

    Image next = drawnFox(memory);

    assertThat(memory.find(fox.location()).isEmpty().blockingGet()).isTrue();
    assertThat(memory.list().map(Stored::location).toList().blockingGet())
        .containsExactly(next.location());
  }

  @Test
  void aDescriptionThatFindsNoRoomSaysSoAndLeavesTheOneBefore() throws Exception {
    Image fox = drawnFox(store);
    store.describe(fox).blockingAwait();
    String huge = "x".repeat(17 << 20);

    assertThatThrownBy(
            () ->
                store
                    .describe(
                        fox.withLineage(
                            new Image.Lineage(null, null, JsonNodeFactory.instance.textNode(huge))))
                    .blockingAwait())
        .isInstanceOf(AnimusException.InvalidRequest.class);

    assertThat(store.find(fox.location()).blockingGet()).isEqualTo(fox);
    assertThat(names()).hasSize(2);
    assertThat(Files.readString(directory.resolve(name(fox) + ".json"), UTF_8)).contains("Acme");
  }

  private static void age(Stored stored, int minutes) throws Exception {
    Files.setLastModifiedTime(
        Path.of(stored.location()),
        FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes))));
  }

  private static String name(Image image) {
    return Path.of(image.location()).getFileName().toString();
  }

  private List<String> names() throws Exception {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Throwable failure(Single<?> failing) {
    return Objects.requireNonNull(failing.materialize().blockingGet().getError());
  }
}
