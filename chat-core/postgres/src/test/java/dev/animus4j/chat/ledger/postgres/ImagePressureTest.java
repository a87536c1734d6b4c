package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.postgres.StoredImages.read;
import static dev.animus4j.chat.ledger.postgres.StoredImages.write;
import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images come and go at the pace of the slower side, and hold no connection meanwhile. */
@VertxTest
class ImagePressureTest {
  private static final int PART = 64 * 1024;
  private static final Buffer IMAGE = padded(40 * PART);
  private final PostgresServer server = PostgresServer.shared();
  private final PostgresOptions options = server.newSchema();
  private final StoredImages tables = new StoredImages(options);
  private PostgresImageStore store;

  @BeforeEach
  void open(Vertx vertx) {
    store = PostgresImageStore.connect(vertx, options.withMaxConnections(1));
    store.check().blockingAwait();
  }

  @AfterEach
  void close() {
    store.closeAsync().blockingAwait();
  }

  @Test
  void aSlowDatabaseSlowsTheSource() throws SQLException {
    AtomicInteger pulled = new AtomicInteger();
    TestObserver<Stored> writing;
    try (Connection other = server.connect()) {
      other.setAutoCommit(false);
      String table = PostgresServer.schemaOf(options) + ".animus_file_part";
      other.createStatement().execute("LOCK TABLE " + table);

      writing = store.write("m", pieces(IMAGE).doOnNext(piece -> pulled.incrementAndGet())).test();

      eventually(() -> server.sql("SELECT 1 FROM pg_locks WHERE NOT granted") != null);
      assertThat(pulled).hasValueLessThanOrEqualTo(2);
      other.rollback();
    }
    Stored stored = writing.awaitDone(30, TimeUnit.SECONDS).assertComplete().values().get(0);
    assertThat(read(store, stored)).isEqualTo(IMAGE);
  }

  @Test
  void aSlowReaderIsNotReadFor() {
    Stored stored = write(store, IMAGE);
    TestSubscriber<Buffer> reading = store.read(stored.location()).test(2);
    reading.awaitCount(2);
    assertThat(read(store, stored)).isEqualTo(IMAGE);

    tables.execute("DELETE FROM animus_file_part WHERE part > 3");
    reading.request(Long.MAX_VALUE);

    reading.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.InvalidRequest.class);
    assertThat(reading.values().size()).isEqualTo(4);
  }

  @Test
  void writersAndReadersThatWaitHoldNoConnection() {
    UnicastProcessor<Buffer> source = UnicastProcessor.create();
    TestObserver<Stored> writing = store.write("m", source).test();
    source.onNext(IMAGE.getBuffer(0, PART));
    eventually(() -> tables.parts() == 1);

    Stored stored = write(store, IMAGE);
    TestSubscriber<Buffer> reading = store.read(stored.location()).test(1);
    reading.awaitCount(1);

    assertThat(read(store, stored)).isEqualTo(IMAGE);
    assertThat(tables.files()).isEqualTo(2);
    reading.cancel();
    writing.dispose();
    eventually(() -> tables.files() == 1);
  }
}
