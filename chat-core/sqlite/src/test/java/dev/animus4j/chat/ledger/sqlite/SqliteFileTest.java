package dev.animus4j.chat.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.ledger.StepBuilder;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.IncompatibleSchema;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private static void close(SqliteLedger ledger) {
    ledger.closeAsync().blockingAwait();
  }

  private String sql(String... statements) throws SQLException {
    String result = "";
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        if (statement.execute(sql)) {
          try (var rows = statement.getResultSet()) {
            result = rows.next() ? rows.getString(1) : "";
          }
        }
      }
    }
    return result;
  }

  @Test
  void foldersAndFilesAreCreatedForTheirOwner() throws IOException {
    Path file = folder.resolve("a/b c/what? #1 100%.db");
    SqliteLedger ledger = SqliteLedger.open(file);
    for (Path path : List.of(file, Path.of(file + "-wal"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    close(ledger);
    assertThat(folder.resolve("a/b c")).isDirectoryContaining(it -> it.equals(file));
  }

  @Test
  void aSecondLedgerDoesNotOpenTheFile() {
    SqliteLedger first = SqliteLedger.open(file());
    assertThatThrownBy(() -> SqliteLedger.open(file()))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("another process or ledger has it open")
        .message()
        .doesNotContain("\n");
    close(first);
    close(SqliteLedger.open(file()));
  }

  @Test
  void laterTablesAreRefused() throws SQLException {
    close(SqliteLedger.open(file()));
    sql("PRAGMA user_version = 2");
    assertThatThrownBy(() -> SqliteLedger.open(file()))
        .isInstanceOf(IncompatibleSchema.class)
        .hasMessageContaining("version 2");
    sql("PRAGMA user_version = 1");
    close(SqliteLedger.open(file()));
  }

  @Test
  void anotherApplicationsDatabaseIsRefused() throws SQLException {
    sql("CREATE TABLE theirs (id INTEGER)");
    assertThatThrownBy(() -> SqliteLedger.open(file()))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("another application");
    assertThat(sql("SELECT count(*) FROM sqlite_schema")).isEqualTo("1");
  }

  @Test
  void whatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(file(), "This is a letter, and no database at all. ".repeat(100));
    assertThatThrownBy(() -> SqliteLedger.open(file()))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("no database");
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> SqliteLedger.open(folder))
        .isInstanceOf(AnimusException.Unavailable.class);
  }

  @Test
  void aFullDiskFailsUntilThereIsSpace() {
    SqliteLedger ledger = SqliteLedger.open(file());
    Tenure tenure = ledger.claim("c").blockingGet();
    tenure.write(StepBuilder.message("c", 1, "before")).blockingAwait();
    pragma(ledger, "PRAGMA max_page_count = 1");
    Completable tooMuch = tenure.write(StepBuilder.message("c", 2, "x".repeat(100_000)));
    assertThatThrownBy(tooMuch::blockingAwait)
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("the disk is full");
    assertThat(ledger.entries("c", 9).blockingGet()).hasSize(1);
    pragma(ledger, "PRAGMA max_page_count = 1000000");
    tooMuch.blockingAwait();
    assertThat(ledger.entries("c", 9).blockingGet()).hasSize(2);
    close(ledger);
  }

  private static void pragma(SqliteLedger ledger, String sql) {
    ledger
        .thread()
        .submit(db -> db.first(sql, row -> row.getInt(1)).orElseThrow())
        .ignoreElement()
        .blockingAwait();
  }

  @Test
  void aFullDiskFailsOnlyThoseThatNeedSpace() throws InterruptedException {
    SqliteLedger ledger = SqliteLedger.open(file());
    Tenure tenure = ledger.claim("c").blockingGet();
    pragma(ledger, "PRAGMA max_page_count = 1");
    OccupiedThread thread = OccupiedThread.of(ledger);
    var write = tenure.write(StepBuilder.message("c", 1, "x".repeat(100_000))).test();
    var read = ledger.lastSequence("c").test();
    thread.release();
    write.await().assertError(AnimusException.Unavailable.class);
    read.await().assertResult(0L);
    close(ledger);
  }

  @Test
  void tooMuchThatWaitsIsRefused() throws InterruptedException {
    SqliteLedger ledger = SqliteLedger.open(file());
    OccupiedThread thread = OccupiedThread.of(ledger);
    var waiting =
        IntStream.range(0, 10_000).mapToObj(it -> ledger.lastSequence("c").test()).toList();
    ledger
        .lastSequence("c")
        .test()
        .assertError(
            failure ->
                failure instanceof AnimusException.Unavailable unavailable
                    && unavailable.retryAfter().orElseThrow().equals(Duration.ofSeconds(1)));
    thread.release();
    for (TestObserver<Long> operation : waiting) {
      operation.await().assertComplete();
    }
    assertThat(ledger.lastSequence("c").blockingGet()).isZero();
    close(ledger);
  }

  @Test
  void tooManyBytesThatWaitAreRefused() throws InterruptedException {
    SqliteLedger ledger = SqliteLedger.open(file());
    Tenure tenure = ledger.claim("c").blockingGet();
    OccupiedThread thread = OccupiedThread.of(ledger);
    Completable large = tenure.write(StepBuilder.message("c", 1, "x".repeat(20 << 20)));
    var first = large.test();
    large.test().assertError(AnimusException.Unavailable.class);
    thread.release();
    first.await().assertComplete();
    close(ledger);
  }

  @Test
  void closingWaitsForWhatWasWritten() {
    SqliteLedger ledger = SqliteLedger.open(file());
    Tenure tenure = ledger.claim("c").blockingGet();
    var writes =
        Flowable.rangeLong(1, 200)
            .concatMapEager(
                n ->
                    tenure
                        .write(StepBuilder.message("c", n, "text"))
                        .toSingleDefault(n)
                        .toFlowable(),
                200,
                1)
            .test();
    close(ledger);
    writes.assertComplete();
    SqliteLedger reopened = SqliteLedger.open(file());
    assertThat(reopened.lastSequence("c").blockingGet()).isEqualTo(200);
    close(reopened);
  }

  @Test
  void aSubscriberThatFailsDoesNotStopTheLedger() {
    SqliteLedger ledger = SqliteLedger.open(file());
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    RxJavaPlugins.setErrorHandler(reported::add);
    try {
      for (Throwable fault : List.of(new IllegalStateException("1"), new LinkageError("2"))) {
        Disposable unused =
            ledger.lastSequence("c").subscribe(value -> SqliteFileTest.<Error>fail(fault));
        assertThat(ledger.lastSequence("c").blockingGet()).isZero();
      }
    } finally {
      RxJavaPlugins.setErrorHandler(null);
    }
    assertThat(reported).hasSize(2);
    close(ledger);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void fail(Throwable fault) throws E {
    throw (E) fault;
  }

  @Test
  void anIdWithHalfACharacterIsRefused() {
    SqliteLedger ledger = SqliteLedger.open(file());
    assertThatThrownBy(() -> ledger.claim("\ud83d").blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThatThrownBy(() -> ledger.lastSequence("\ud83d").blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    ledger.claim("?").blockingGet();
    Tenure tenure = ledger.claim("c").blockingGet();
    assertThatThrownBy(
            () ->
                tenure
                    .write(StepBuilder.step("c").entry(1, "never").running("x", "\ud83d").build())
                    .blockingAwait())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThat(ledger.entries("c", 9).blockingGet()).isEmpty();
    close(ledger);
  }

  @Test
  void imagesThatNeverCameAreLost() throws SQLException {
    SqliteLedger ledger = SqliteLedger.open(file());
    Tenure tenure = ledger.claim("c").blockingGet();
    tenure.write(StepBuilder.step("c").ordered("i").build()).blockingAwait();
    ledger.expire(LedgerRetention.DEFAULT, StepBuilder.NOW.plus(Duration.ofHours(1))).blockingGet();
    close(ledger);
    assertThat(sql("SELECT state FROM animus_image")).isEqualTo("ORDERED");
    SqliteLedger reopened = SqliteLedger.open(file());
    reopened
        .expire(LedgerRetention.DEFAULT, StepBuilder.NOW.plus(Duration.ofMinutes(61)))
        .blockingGet();
    close(reopened);
    assertThat(sql("SELECT state FROM animus_image")).isEqualTo("LOST");
  }

  @Test
  void anotherProgramCanReadIt() throws SQLException {
    SqliteLedger ledger = SqliteLedger.open(file());
    Tenure tenure = ledger.claim("O'Brien").blockingGet();
    tenure.write(StepBuilder.message("O'Brien", 1, "héllo 😀")).blockingAwait();
    close(ledger);
    assertThat(sql("SELECT id FROM animus_conversation")).isEqualTo("O'Brien");
    assertThat(sql("SELECT json_extract(payload, '$.message.content') FROM animus_entry"))
        .isEqualTo("héllo 😀");
    assertThat(sql("PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(sql("PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void whatWasForgottenIsNotInTheFileAnyMore() throws IOException {
    SqliteLedger ledger = SqliteLedger.open(file());
    Tenure tenure = ledger.claim("c").blockingGet();
    for (int n = 1; n <= 50; n++) {
      tenure
          .write(StepBuilder.message("c", n, "my secret is 4711 " + "x".repeat(100 * n)))
          .blockingAwait();
    }
    close(ledger);
    assertThat(contents()).contains("4711");
    SqliteLedger reopened = SqliteLedger.open(file());
    assertThat(reopened.forget("c").blockingGet()).isTrue();
    close(reopened);
    assertThat(contents()).doesNotContain("4711");
  }

  private String contents() throws IOException {
    return Files.readString(file(), StandardCharsets.ISO_8859_1);
  }
}
