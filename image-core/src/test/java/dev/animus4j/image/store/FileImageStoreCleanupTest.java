package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.pieces;
import static dev.animus4j.rules.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.EventLoopTurns;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class FileImageStoreCleanupTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);

  @TempDir Path home;
  private Path directory;
  private FileImageStore store;

  @BeforeEach
  void open(Vertx vertx) {
    directory = home.resolve("some/pictures");
    store = new FileImageStore(vertx, directory);
  }

  @Test
  void aBodyThatIsNoImageIsNotReadFurtherAndLeavesNoFile() {
    AtomicInteger read = new AtomicInteger();
    Flowable<Buffer> page =
        Flowable.range(0, 1000).map(line -> Buffer.buffer("<p>Bad gateway</p>"));

    Throwable failure = failure(page.doOnNext(piece -> read.incrementAndGet()));

    assertThat(failure)
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("not a picture");
    assertThat(read).hasValueLessThan(3);
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 50, 700})
  void aSourceThatFailsLeavesNothingAndSaysWhy(int after) {
    RuntimeException cut = new IllegalStateException("cut");

    Throwable failure = failure(pieces(PICTURE, 100).take(after).concatWith(Flowable.error(cut)));

    assertThat(failure).isSameAs(cut);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aPictureCutWithinItsHeaderLeavesNothing() {
    assertThat(failure(Flowable.just(PICTURE.getBuffer(0, 20))))
        .hasMessageContaining("ends within its header");
    assertThat(failure(Flowable.empty())).hasMessageContaining("the file is empty");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void moreThanTheLimitIsRefusedAndLeavesNothing() throws Exception {
    store = store.withMaxBytes(PICTURE.length());

    assertThat(failure(pieces(PICTURE, 1000).concatWith(Flowable.just(Buffer.buffer("x")))))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("larger than " + PICTURE.length() + " bytes");
    assertThat(directory).isEmptyDirectory();

    store.write("flux-1", pieces(PICTURE, 1000)).blockingGet();
    assertThat(files()).hasSize(1);
    assertThatThrownBy(() -> store.withMaxBytes(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCancelBetweenTwoPiecesLeavesNothingAndLetsGoOfTheSource() {
    UnicastProcessor<Buffer> source = UnicastProcessor.create();
    source.onNext(PICTURE.getBuffer(0, 5000));

    Disposable writing = store.write("flux-1", source).subscribe();
    eventually(() -> files().stream().anyMatch(path -> path.toFile().length() == 5000));
    writing.dispose();

    assertThat(source.hasSubscribers()).isFalse();
    eventually(() -> files().isEmpty());
  }

  @Test
  void aCancelAtAnyTurnOfTheEventLoopLeavesNothingOrAPictureThatWasDelivered(Vertx vertx)
      throws Exception {
    AtomicInteger delivered = new AtomicInteger();
    Context context = vertx.getOrCreateContext();
    EventLoopTurns.leaving(
        80,
        2,
        context,
        () ->
            store
                .write("flux-1", pieces(PICTURE, 40_000))
                .subscribe(stored -> delivered.incrementAndGet()));

    eventually(() -> files().size() == delivered.get());
    assertThat(files()).allMatch(path -> path.toString().endsWith(".png"));
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsAFailure() throws Exception {
    Files.createDirectory(directory.getParent());
    Files.writeString(directory, "in the way", UTF_8);

    assertThat(failure(Flowable.just(PICTURE)))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("cannot be used");
  }

  private Throwable failure(Flowable<Buffer> bytes) {
    return store.write("flux-1", bytes).materialize().blockingGet().getError();
  }

  private List<Path> files() throws Exception {
    try (var paths = Files.list(directory)) {
      return paths.toList();
    }
  }
}
