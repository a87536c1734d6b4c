package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.postgres.StoredImages.write;
import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.image.store.Retention;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not kept any longer, and what writers that died left. */
@VertxTest
class ImageRetentionTest {
  private final PostgresOptions options = PostgresServer.shared().newSchema();
  private final StoredImages tables = new StoredImages(options);
  private PostgresImageStore store;

  @BeforeEach
  void open(Vertx vertx) {
    store = PostgresImageStore.connect(vertx, options);
    store.check().blockingAwait();
  }

  @AfterEach
  void close() {
    store.closeAsync().blockingAwait();
  }

  private void age(String what, String by) {
    tables.execute("UPDATE animus_file SET " + what + " = " + what + " - interval '" + by + "'");
  }

  private List<Stored> images() {
    return store.list().toList().blockingGet();
  }

  private List<Stored> write20() {
    return Flowable.range(0, 20).map(n -> write(store, padded(1000))).toList().blockingGet();
  }

  @Test
  void whatIsTooOldIsDeleted() {
    write20();
    age("stored", "3 hours");
    List<Stored> younger = write20();
    age("stored", "30 minutes");
    Stored latest = write(store, padded(70_000));

    store.withRetention(Retention.ofAge(Duration.ofHours(3))).sweep().blockingAwait();

    assertThat(images()).hasSize(21).startsWith(younger.get(0)).endsWith(latest);
    assertThat(tables.parts()).isEqualTo(22);
  }

  @Test
  void theOldestOfTooManyBytesAreDeletedWithTheirDescriptions() {
    List<Stored> stored = write20();
    store.describe(Image.of("x".repeat(5_000), stored.get(18).location())).blockingAwait();
    age("stored", "2 minutes");

    store.withRetention(Retention.ofBytes(10_000)).sweep().blockingAwait();

    assertThat(images()).isEqualTo(stored.subList(16, 20));
  }

  @Test
  void whatIsRecentStays() {
    List<Stored> stored = write20();

    store.withRetention(new Retention(Duration.ofNanos(1), 1)).sweep().blockingAwait();

    assertThat(images()).isEqualTo(stored);
  }

  @Test
  void withoutARetentionAllStays() {
    List<Stored> stored = write20();
    age("stored", "50 years");

    store.sweep().blockingAwait();
    store.withRetention(Retention.ofBytes(Long.MAX_VALUE)).sweep().blockingAwait();

    assertThat(images()).isEqualTo(stored);
  }

  @Test
  void whatAWriterThatDiedLeftIsDeletedAfterAnHourByAnybodyWhoWrites(Vertx vertx) {
    for (int n = 0; n < 20; n++) {
      tables.execute(
          "WITH f AS (INSERT INTO animus_file (name) VALUES ('image_"
              + n
              + "') RETURNING no)"
              + " INSERT INTO animus_file_part SELECT no, 0, 'x' FROM f");
    }
    age("begun", "59 minutes");
    store.sweep().blockingAwait();
    assertThat(tables.files()).isEqualTo(20);
    age("begun", "1 minute");
    PostgresImageStore other = PostgresImageStore.connect(vertx, options);

    other.write("flux-1", pieces(padded(1000))).blockingGet();

    eventually(() -> tables.files() == 1 && tables.parts() == 1);
    other.closeAsync().blockingAwait();
  }

  @Test
  void twoNodesMaySweepAtOnce(Vertx vertx) {
    Flowable.range(0, 100).flatMapSingle(n -> store.write("m", pieces(padded(999)))).blockingLast();
    age("stored", "1 hour");
    PostgresImageStore other = PostgresImageStore.connect(vertx, options);
    Retention retention = Retention.ofBytes(20_000);

    store
        .withRetention(retention)
        .sweep()
        .mergeWith(other.withRetention(retention).sweep())
        .blockingAwait();

    assertThat(images()).hasSize(20);
    other.closeAsync().blockingAwait();
  }
}
