package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.postgres.StoredImages.read;
import static dev.animus4j.chat.ledger.postgres.StoredImages.write;
import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.animus4j.chat.ledger.postgres.TcpProxy.Fault;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that are written and read over connections with faults, to a server that may die. */
@VertxTest
class ImageFaultTest {
  private static final int PART = 64 * 1024;
  private static final Buffer IMAGE = padded(20 * PART);
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresOptions options = server.newSchema();
  private final StoredImages tables = new StoredImages(options);
  private final UnicastProcessor<Buffer> source = UnicastProcessor.create();
  private TcpProxy proxy;
  private PostgresImageStore store;
  private PostgresImageStore direct;

  @BeforeEach
  void open(Vertx vertx) {
    proxy = new TcpProxy(vertx, server.port());
    store = through(vertx, options);
    direct = PostgresImageStore.connect(vertx, options);
    store.check().blockingAwait();
  }

  private PostgresImageStore through(Vertx vertx, PostgresOptions with) {
    return PostgresImageStore.connect(
        vertx, with.withDatabase(with.database().setPort(proxy.port())));
  }

  @AfterEach
  void close() {
    store.closeAsync().andThen(direct.closeAsync()).blockingAwait();
    proxy.close();
  }

  /** Begins to write an image, the end of which has not arrived; two parts of it are stored. */
  private TestObserver<Stored> begin(PostgresImageStore in) {
    TestObserver<Stored> writing = in.write("flux-1", source).test();
    pieces(IMAGE).take(2).blockingForEach(source::onNext);
    eventually(() -> tables.parts() == 2);
    return writing;
  }

  private void arrive() {
    pieces(IMAGE).skip(2).blockingForEach(source::onNext);
    source.onComplete();
  }

  private static void ordered(Throwable failure) {
    assertThat(failure).isInstanceOf(AnimusException.Unavailable.class);
    assertThat(((AnimusException) failure).mayHaveRun()).isTrue();
    assertThat(failure).hasMessageStartingWith("image store: the picture cannot be kept, ");
    assertThat(failure.getMessage()).doesNotContain("\n", PostgresServer.PASSWORD, "127.0.0.1");
  }

  @Test
  void nobodySeesAnImageBeforeItIsComplete() {
    TestObserver<Stored> writing = begin(store);
    assertThat(direct.list().toList().blockingGet()).isEmpty();
    assertThat(tables.files()).isEqualTo(1);

    arrive();

    Stored stored = writing.awaitDone(30, TimeUnit.SECONDS).assertComplete().values().get(0);
    assertThat(direct.list().toList().blockingGet()).containsExactly(stored);
  }

  @Test
  void aWriteWaitsForAServerThatComesBack(Vertx vertx) {
    store = through(vertx, options.withDeadline(Duration.ofMinutes(1)));
    TestObserver<Stored> writing = begin(store);
    server.sql("CHECKPOINT");
    server.kill();
    arrive();
    server.restart();

    Stored stored = writing.awaitDone(60, TimeUnit.SECONDS).assertComplete().values().get(0);
    assertThat(read(direct, stored)).isEqualTo(IMAGE);
  }

  @Test
  void aWriteFailsWhenTheServerStaysAwayAndNobodySeesIt(Vertx vertx) {
    store = through(vertx, options.withDeadline(Duration.ofSeconds(1)));
    TestObserver<Stored> writing = begin(store);
    server.sql("CHECKPOINT");
    server.kill();
    try {
      arrive();
      writing.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.class);
      writing.assertError(
          failure -> {
            ordered(failure);
            return true;
          });
      assertThatThrownBy(() -> store.check().blockingAwait())
          .isInstanceOf(AnimusException.Unavailable.class)
          .hasMessageContaining("the database cannot be reached");
    } finally {
      server.restart();
    }
    direct.check().retry(5).blockingAwait();
    assertThat(direct.list().toList().blockingGet()).isEmpty();
    tables.execute("UPDATE animus_file SET begun = begun - interval '2 hours'");
    direct.sweep().blockingAwait();
    tables.assertNothingIsLeft(direct);
  }

  @Test
  void anImageOfWhichTheServerLostAPartIsNotKept() {
    TestObserver<Stored> writing = begin(store);
    tables.execute("DELETE FROM animus_file_part WHERE part = 1");
    arrive();

    Throwable failure = failure(writing);
    ordered(failure);
    assertThat(failure).hasMessageContaining("the database has lost a part of it");
    tables.assertNothingIsLeft(direct);
  }

  private static Throwable failure(TestObserver<Stored> writing) {
    AtomicInteger seen = new AtomicInteger();
    Throwable[] found = new Throwable[1];
    writing
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(
            failure -> {
              found[0] = failure;
              return seen.incrementAndGet() == 1;
            });
    return found[0];
  }

  @Test
  void anImageThatWasSweptWhileItCameIsNotKept() {
    TestObserver<Stored> writing = begin(store);
    tables.execute("UPDATE animus_file SET begun = begun - interval '2 hours'");
    direct.sweep().blockingAwait();
    arrive();

    ordered(failure(writing));
    tables.assertNothingIsLeft(direct);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_AFTER_REQUEST", "CUT_BEFORE_RESPONSE"})
  void imagesAreWrittenOverConnectionsThatAreCut(Fault fault) {
    proxy.set(fault, 30);

    List<Stored> stored =
        Flowable.range(0, 8)
            .flatMapSingle(n -> store.write("m", pieces(IMAGE)), false, 4)
            .toList()
            .blockingGet();

    assertThat(proxy.cuts).hasPositiveValue();
    proxy.set(Fault.NONE, 1);
    assertThat(direct.list().toList().blockingGet()).hasSameElementsAs(stored).hasSize(8);
    assertThat(stored).allSatisfy(one -> assertThat(read(direct, one)).isEqualTo(IMAGE));
    assertThat(tables.parts()).isEqualTo(8 * 20);
  }

  @Test
  void anImageIsReadOverConnectionsThatAreCut() {
    Stored stored = write(direct, IMAGE);
    proxy.set(Fault.CUT_BEFORE_RESPONSE, 80);

    for (int n = 0; n < 20; n++) {
      assertThat(read(store, stored)).isEqualTo(IMAGE);
    }

    assertThat(proxy.cuts).hasPositiveValue();
  }

  @Test
  void aReadFailsWhenAllConnectionsAreCutInTheMiddle() {
    Stored stored = write(direct, IMAGE);
    TestSubscriber<Buffer> reading = store.read(stored.location()).test(3);
    reading.awaitCount(3);
    proxy.set(Fault.CUT_BEFORE_RESPONSE, 1);

    reading.request(Long.MAX_VALUE);

    reading.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.Unavailable.class);
    assertThat(reading.values().size()).isLessThan(6);
    proxy.set(Fault.NONE, 1);
    assertThat(read(store, stored)).isEqualTo(IMAGE);
  }

  @Test
  void anImageThatIsDeletedWhileItIsReadIsMissed() {
    Stored stored = write(direct, IMAGE);
    TestSubscriber<Buffer> reading = store.read(stored.location()).test(3);
    reading.awaitCount(3);
    direct.delete(stored.location()).blockingAwait();

    reading.request(Long.MAX_VALUE);

    reading.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.InvalidRequest.class);
  }

  @Test
  void aDatabaseThatStoresNothingNowIsNoticedBefore(Vertx vertx) {
    PostgresImageStore reading =
        PostgresImageStore.connect(
            vertx,
            options.withDatabase(
                options.database().addProperty("default_transaction_read_only", "on")));
    assertThatThrownBy(() -> reading.check().blockingAwait())
        .isInstanceOf(AnimusException.Unavailable.class);
    reading.closeAsync().blockingAwait();

    tables.execute("REVOKE INSERT ON animus_file_part FROM bot");
    assertThatThrownBy(() -> direct.check().blockingAwait())
        .isInstanceOf(AnimusException.Authentication.class);
    assertThat(tables.isEmpty()).isTrue();
  }

  @Test
  void aServerThatDoesNotRespondIsTimedOut(Vertx vertx) {
    Duration second = Duration.ofSeconds(1);
    store = through(vertx, options.withDeadline(second).withConnectTimeout(second));
    TestObserver<Stored> writing = begin(store);
    proxy.set(Fault.STALL, 1);

    arrive();

    assertThat(failure(writing))
        .isInstanceOf(AnimusException.TimedOut.class)
        .hasMessageStartingWith("image store: ");
    assertThat(catchThrowable(() -> store.list().blockingLast()))
        .isInstanceOf(AnimusException.class);
    proxy.set(Fault.NONE, 1);
    assertThat(direct.list().toList().blockingGet()).isEmpty();
  }

  @Test
  void aDisposalInTheMiddleLeavesNothing() {
    TestObserver<Stored> writing = begin(store);

    writing.dispose();

    eventually(tables::isEmpty);
    assertThat(source.hasSubscribers()).isFalse();
  }

  /** What the server is just doing is waited for. */
  @Test
  void aDisposalWhileAPartIsOnItsWayLeavesNothing() {
    TestObserver<Stored> writing = begin(store);
    proxy.set(Fault.HOLD, 1);
    source.onNext(IMAGE.getBuffer(2 * PART, 3 * PART));
    eventually(() -> tables.parts() == 3);

    writing.dispose();
    proxy.set(Fault.NONE, 1);

    eventually(tables::isEmpty);
  }

  @Test
  void aDisposalAtAnyMomentLeavesNothingButWhatWasEmitted() {
    AtomicInteger emitted = new AtomicInteger();
    for (int n = 0; n < 200; n++) {
      Disposable writing =
          store
              .write("m", pieces(padded(1 + ThreadLocalRandom.current().nextInt(300, 3 * PART))))
              .subscribe(stored -> emitted.incrementAndGet());
      long delay = ThreadLocalRandom.current().nextLong(8_000);
      Schedulers.computation().scheduleDirect(writing::dispose, delay, TimeUnit.MICROSECONDS);
    }

    eventually(() -> tables.files() == emitted.get());
    assertThat(direct.list().toList().blockingGet()).hasSize(emitted.get());
  }
}
