package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.postgres.StoredImages.read;
import static dev.animus4j.chat.ledger.postgres.StoredImages.write;
import static dev.animus4j.image.contract.DrawnImages.drawn;
import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxTestContext;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in the database, which two nodes share. */
@VertxTest
class PostgresImageStoreTest {
  private static final int PART = 64 * 1024;
  private static final Buffer SMALL = drawn("png", 200, 150);
  private final PostgresOptions options = PostgresServer.shared().newSchema();
  private final StoredImages tables = new StoredImages(options);
  private PostgresImageStore store;
  private PostgresImageStore other;

  @BeforeEach
  void open(Vertx vertx) {
    store = PostgresImageStore.connect(vertx, options);
    other = PostgresImageStore.connect(vertx, options);
  }

  @AfterEach
  void close() {
    store.closeAsync().andThen(other.closeAsync()).blockingAwait();
  }

  @ParameterizedTest
  @CsvSource({"png, image/png, png", "jpg, image/jpeg, jpg", "gif, image/gif, gif"})
  void keepsTheBytesUnderANameForWhatTheyAre(String drawn, String mediaType, String extension) {
    Buffer image = drawn(drawn, 200, 150);

    Stored stored = store.write("@cf/flux-1", pieces(image)).blockingGet();

    assertThat(stored.format()).isEqualTo(new Image.Format(mediaType, 200, 150, image.length()));
    assertThat(stored.location().toString())
        .matches("postgres:image_-cf-flux-1_[0-9a-f-]{36}_\\d{13}\\." + extension);
    assertThat(read(other, stored)).isEqualTo(image);
    assertThat(other.readAll(stored.location()).blockingGet()).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 12_345})
  void keepsImagesAroundTheSizesOfParts(int bytes) {
    Buffer image = padded(bytes);

    Stored stored = write(store, image);

    assertThat(stored.format()).isEqualTo(new Image.Format("image/png", 20, 10, bytes));
    assertThat(read(other, stored)).isEqualTo(image);
    assertThat(other.readAll(stored.location()).blockingGet()).isEqualTo(image);
    assertThat(tables.parts()).isEqualTo((bytes + PART - 1) / PART);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 40_000, 100_000, 1_000_000})
  void piecesMayHaveAnySize(int piece) {
    Buffer image = padded(500_000);
    Flowable<Buffer> bytes =
        Flowable.range(0, (image.length() + piece - 1) / piece)
            .map(n -> image.getBuffer(n * piece, Math.min((n + 1) * piece, image.length())));

    Stored stored = store.write("flux-1", bytes).blockingGet();

    assertThat(read(other, stored)).isEqualTo(image);
    assertThat(tables.parts()).isEqualTo(8);
  }

  @Test
  void imagesAreKeptBehindAProxy(Vertx vertx) {
    Buffer image = padded(5 * PART);
    PostgresImageStore behind = PostgresImageStore.connect(vertx, options.withProxy(true));

    Stored stored = write(behind, image);

    assertThat(read(behind, stored)).isEqualTo(image);
    behind.closeAsync().blockingAwait();
  }

  @Test
  void partsAreNotCompressedAgain() {
    write(store, padded(500_000));

    tables.execute(
        "DO $$ BEGIN ASSERT (SELECT attstorage FROM pg_attribute WHERE attname = 'bytes' AND"
            + " attrelid = 'animus_file_part'::regclass) = 'e'; END $$");
  }

  @Test
  void eachNodeDeletesWhatAnotherHasStored() {
    Stored stored = write(store, padded(3 * PART));

    other.delete(stored.location()).blockingAwait();
    store.delete(stored.location()).blockingAwait();

    tables.assertNothingIsLeft(store);
    assertThatThrownBy(() -> read(store, stored))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessage(
            "image store: there is no such picture. Correct the request; repeating it will not"
                + " help.");
    assertThat(store.find(stored.location()).isEmpty().blockingGet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres:secrets.txt",
        "postgres:image_m_12345678-1234-1234-1234-123456789abc_1.png#x",
        "postgres:image_m_12345678-1234-1234-1234-123456789abc_1.png?x=1",
        "postgres://h/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "s3://images/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "file:/images/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "mem:image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "image_m_12345678-1234-1234-1234-123456789abc_1.png"
      })
  void aLocationOfSomethingElseIsRefused(String location) {
    URI foreign = URI.create(location);

    assertThat(store.find(foreign).isEmpty().blockingGet()).isTrue();
    for (var refused :
        List.of(
            store.read(foreign).ignoreElements(),
            store.readAll(foreign).ignoreElement(),
            store.describe(Image.of("a fox", foreign)),
            store.delete(foreign))) {
      assertThatThrownBy(refused::blockingAwait).isInstanceOf(AnimusException.InvalidRequest.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, PART + 1000, 9 * PART})
  void anImageThatIsCutShortLeavesNothing(int bytes) {
    AnimusException cut =
        new AnimusException.Unavailable(
            FailureOrigin.of("acme"), "cut short", true, new Exception());
    Buffer half = padded(2 * bytes).getBuffer(0, bytes);

    assertThatThrownBy(
            () -> store.write("flux-1", pieces(half).concatWith(Flowable.error(cut))).blockingGet())
        .isSameAs(cut);
    assertThatThrownBy(() -> write(store, half))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("cut off");

    store.check().blockingAwait();
    tables.assertNothingIsLeft(other);
  }

  @Test
  void whatIsNoImageOrTooLargeIsNotKept() {
    Flowable<Buffer> page = Flowable.just(Buffer.buffer("<html>Try again later.</html>"));
    PostgresImageStore small = store.withMaxBytes(2 * PART);

    assertThatThrownBy(() -> store.write("flux-1", page).blockingGet())
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("Try again later.");
    assertThatThrownBy(() -> write(small, padded(2 * PART + 1)))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("larger than");

    store.check().blockingAwait();
    tables.assertNothingIsLeft(other);
  }

  @Test
  void anImageIsReadIntoMemoryUpToTheLimitOfTheStore() {
    Stored stored = write(store, SMALL);

    PostgresImageStore exact = store.withMaxBytes(SMALL.length());
    assertThat(exact.readAll(stored.location()).blockingGet()).isEqualTo(SMALL);
    PostgresImageStore small = store.withMaxBytes(SMALL.length() - 1);
    assertThatThrownBy(() -> small.readAll(stored.location()).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("larger than " + (SMALL.length() - 1) + " bytes");
  }

  @Test
  void listsTheImagesOfAllNodesOldestFirstPageByPage() {
    List<Stored> stored =
        Flowable.range(0, 250)
            .concatMapSingle(
                n -> (n % 2 == 0 ? store : other).write("z-" + n % 7, pieces(padded(300 + n))))
            .toList()
            .blockingGet();

    assertThat(store.list().toList().blockingGet()).isEqualTo(stored);
    assertThat(store.list().take(130).toList().blockingGet()).isEqualTo(stored.subList(0, 130));
  }

  @Test
  void keepsTwentyAtOnce() {
    List<Buffer> images =
        Flowable.range(0, 20).map(n -> drawn("png", 100 + n, 190)).toList().blockingGet();

    List<Stored> stored =
        Flowable.fromIterable(images)
            .flatMapSingle(image -> store.write("flux-1", pieces(image)), false, 20)
            .toList()
            .blockingGet();

    assertThat(stored)
        .hasSize(20)
        .allSatisfy(
            one -> assertThat(read(other, one)).isEqualTo(images.get(one.format().width() - 100)));
  }

  @Test
  void deliversOnTheContextOfItsSubscriber(Vertx vertx, VertxTestContext test) {
    Context context = vertx.getOrCreateContext();

    context.runOnContext(
        now ->
            store
                .write("flux-1", pieces(padded(5 * PART)))
                .doOnSuccess(stored -> assertThat(Vertx.currentContext()).isSameAs(context))
                .flatMapPublisher(stored -> store.read(stored.location()))
                .doOnNext(piece -> assertThat(Vertx.currentContext()).isSameAs(context))
                .subscribe(piece -> {}, test::failNow, test::completeNow));
  }

  @Test
  void oneOnAWorkerMayBlockForIt(Vertx vertx) {
    VerticleBase blocking =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            Stored stored = write(store, padded(5 * PART));
            store.describe(Image.of("a fox", stored.location())).blockingAwait();
            assertThat(store.list().blockingFirst()).isEqualTo(stored);
            assertThat(read(store, stored)).isEqualTo(padded(5 * PART));
            store.delete(stored.location()).blockingAwait();
            assertThatThrownBy(() -> write(store, SMALL.getBuffer(0, 999)))
                .isInstanceOf(AnimusException.Unavailable.class);
            return Future.succeededFuture();
          }
        };

    vertx
        .deployVerticle(blocking, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await();
    tables.assertNothingIsLeft(store);
  }

  @Test
  void aStoreThatIsClosedSaysSo() {
    Stored stored = write(store, SMALL);

    store.closeAsync().blockingAwait();

    for (Single<?> late :
        List.of(
            store.check().toSingleDefault(""),
            store.readAll(stored.location()),
            store.withMaxBytes(2 * PART).write("flux-1", pieces(SMALL)))) {
      assertThatThrownBy(late::blockingGet)
          .isInstanceOf(AnimusException.Cancelled.class)
          .hasMessageContaining("the image store is closed");
    }
    assertThat(read(other, stored)).isEqualTo(SMALL);
  }
}
