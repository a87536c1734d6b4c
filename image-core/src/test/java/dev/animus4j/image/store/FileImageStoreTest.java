package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxTestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@VertxTest
class FileImageStoreTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);

  @TempDir Path home;
  private Path directory;
  private FileImageStore store;

  @BeforeEach
  void open(Vertx vertx) {
    directory = home.resolve("some/pictures");
    store = new FileImageStore(vertx, directory);
  }

  @ParameterizedTest
  @CsvSource({"png, image/png, png", "jpg, image/jpeg, jpg", "gif, image/gif, gif"})
  void keepsTheBytesUnderANameForWhatTheyAre(String drawn, String mediaType, String extension)
      throws Exception {
    Buffer picture = drawn(drawn, 200, 150);

    Stored stored = store.write("flux-1", pieces(picture, 1000)).blockingGet();

    Path path = Path.of(stored.location());
    assertThat(stored.format()).isEqualTo(new Image.Format(mediaType, 200, 150, picture.length()));
    assertThat(path).hasBinaryContent(picture.getBytes()).hasParentRaw(directory.toRealPath());
    assertThat(path.getFileName().toString())
        .matches("image_flux-1_[0-9a-f-]{36}_\\d{13}\\." + extension);
    assertThat(directory).isDirectoryContaining(path::equals);
    assertThat(files()).hasSize(1);
  }

  @Test
  void keepsThemForTheOwnerAlone() throws Exception {
    Path path = Path.of(store.write("flux-1", Flowable.just(PICTURE)).blockingGet().location());

    assertThat(permissions(path)).isEqualTo("rw-------");
    assertThat(permissions(directory)).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @CsvSource({
    "@cf/black-forest-labs/FLUX-1:schnell, -cf-black-forest-labs-flux-1-schnell",
    "../../../etc/passwd, ------etc-passwd",
    "'a\\b:c\nd', a-b-c-d",
    "llama3.1, llama3.1",
    "Imagéñ, imag-",
    "'', ''",
    "a-model-with-a-name-that-goes-on-and-on-and-on, a-model-with-a-name-that-goes-on-and"
  })
  void noModelCanLeadOutOfTheDirectory(String model, String plain) {
    Path path = Path.of(store.write(model, Flowable.just(PICTURE)).blockingGet().location());

    assertThat(path.getParent().getFileName()).hasToString("pictures");
    assertThat(path.getFileName().toString())
        .startsWith("image_" + plain + "_")
        .hasSizeLessThan(101);
  }

  @Test
  void keepsTwentyAtOnce() throws Exception {
    List<Buffer> pictures =
        LongStream.range(0, 20).mapToObj(at -> drawn("png", 100 + (int) at, 90)).toList();

    List<Stored> stored =
        Flowable.fromIterable(pictures)
            .flatMapSingle(picture -> store.write("flux-1", pieces(picture, 777)), false, 20)
            .toList()
            .blockingGet();

    assertThat(files()).hasSize(20);
    assertThat(stored)
        .hasSize(20)
        .allSatisfy(
            one ->
                assertThat(Path.of(one.location()))
                    .hasBinaryContent(pictures.get(one.format().width() - 100).getBytes()));
  }

  @Test
  void asksForPiecesAtThePaceOfTheDisk() {
    ConcurrentLinkedQueue<Long> requests = new ConcurrentLinkedQueue<>();
    AtomicInteger ahead = new AtomicInteger();

    store
        .write(
            "flux-1",
            pieces(PICTURE, 100)
                .doOnRequest(requests::add)
                .doOnNext(piece -> ahead.incrementAndGet()))
        .blockingGet();

    assertThat(requests).allMatch(request -> request <= 2).hasSizeGreaterThan(ahead.get() / 2 - 1);
  }

  @Test
  void aDirectoryThatWasRemovedIsMadeAgain() throws Exception {
    Path first = Path.of(store.write("flux-1", Flowable.just(PICTURE)).blockingGet().location());
    Files.delete(first);
    Files.delete(directory);

    store.write("flux-1", Flowable.just(PICTURE)).blockingGet();

    assertThat(files()).hasSize(1);
  }

  @Test
  void aLinkToADirectoryIsFollowed() throws Exception {
    Path real = Files.createDirectory(home.resolve("real"));
    Files.createDirectory(directory.getParent());
    Files.createSymbolicLink(directory, real);

    Stored stored = store.write("flux-1", Flowable.just(PICTURE)).blockingGet();

    assertThat(Path.of(stored.location())).hasParentRaw(real.toRealPath());
  }

  @Test
  void deliversOnTheContextOfItsSubscriber(Vertx vertx, VertxTestContext test) {
    Context context = vertx.getOrCreateContext();

    context.runOnContext(
        now ->
            store
                .write("flux-1", pieces(PICTURE, 1000))
                .doOnSuccess(stored -> assertThat(Vertx.currentContext()).isSameAs(context))
                .subscribe(stored -> test.completeNow(), test::failNow));
  }

  @Test
  void aTemporaryStoreHasADirectoryOfItsOwn(Vertx vertx) throws Exception {
    Path one =
        Path.of(
            FileImageStore.temporary(vertx)
                .write("m", Flowable.just(PICTURE))
                .blockingGet()
                .location());
    Path other =
        Path.of(
            FileImageStore.temporary(vertx)
                .write("m", Flowable.just(PICTURE))
                .blockingGet()
                .location());

    assertThat(one.getParent()).isNotEqualTo(other.getParent());
    for (Path path : List.of(one, other, one.getParent(), other.getParent())) {
      Files.delete(path);
    }
  }

  private List<Path> files() throws Exception {
    try (var paths = Files.list(directory)) {
      return paths.toList();
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
