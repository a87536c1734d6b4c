package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.image.store.StoredFileName;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Insertion of one image while it arrives, one part and one short transaction at a time. Nobody
 * sees its row until all parts are there. Only its end waits for the disk of the server, which is
 * three times as fast; parts that a crash of the server lost are missed then.
 */
final class ImageInsertion {
  /** For the transaction of its statement. */
  private static final String UNSYNCED = "set_config('synchronous_commit', 'off', true)";

  private static final String BEGIN =
      "INSERT INTO animus_file (name) SELECT $1::text FROM %s ON CONFLICT DO NOTHING"
          .formatted(UNSYNCED);

  private static final String APPEND =
      """
      INSERT INTO animus_file_part (file, part, bytes)
      SELECT f.no, $2::integer, $3::bytea FROM animus_file f, %s WHERE f.name = $1
      ON CONFLICT DO NOTHING
      """
          .formatted(UNSYNCED);

  private static final String FINISH =
      """
      UPDATE animus_file f
      SET stored = coalesce(stored, clock_timestamp()),
        media_type = $2, width = $3, height = $4, bytes = $5
      WHERE name = $1
        AND (SELECT sum(octet_length(p.bytes)) FROM animus_file_part p WHERE p.file = f.no) = $5
      """;

  private enum State {
    OPEN,
    COMMITTED,
    DISCARDED
  }

  private final PostgresContext context;
  private final PostgresOperations operations;
  private final String model;
  private final ImageInspector imageInspector;
  private final PartSplitter splitter = new PartSplitter();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile String name = "";
  private int parts;
  private Future<Void> discarding = Future.succeededFuture();

  /** Used on the context of the store. */
  private Future<Void> latest = Future.succeededFuture();

  ImageInsertion(
      PostgresContext context, PostgresOperations operations, String model, long maxBytes) {
    this.context = context;
    this.operations = operations;
    this.model = model;
    this.imageInspector = new ImageInspector(maxBytes);
  }

  /** Inserts the image; a failure is emitted after what had been stored of it was deleted. */
  Single<Stored> write(Flowable<Buffer> bytes) {
    return FaultIsolation.<Buffer>flowable(() -> bytes)
        .concatMapCompletable(this::appendParts, 1)
        .andThen(Single.defer(this::finish))
        .onErrorResumeNext(failure -> discard().andThen(Single.error(failure)));
  }

  private Completable appendParts(Buffer piece) {
    imageInspector.inspect(piece);
    return Flowable.fromIterable(splitter.add(piece)).concatMapCompletable(this::append);
  }

  private Completable append(Buffer part) {
    int number = parts++;
    Completable begun = number == 0 ? begin(part) : Completable.complete();
    return begun.andThen(step(() -> execute(APPEND, Tuple.of(name, number, part))));
  }

  private Completable begin(Buffer head) {
    ImageType type = ImageType.detect(head).orElseThrow();
    name = StoredFileName.image(model, UUID.randomUUID().toString(), type.extension());
    return step(() -> execute(BEGIN, Tuple.of(name)));
  }

  private Single<Stored> finish() {
    Image.Format format = Image.Format.of(imageInspector.finish());
    Buffer rest = splitter.rest();
    Completable last = rest.length() == 0 ? Completable.complete() : append(rest);
    return last.andThen(step(() -> finish(format)))
        .andThen(Single.fromCallable(() -> new Stored(ImageLocation.of(name), format)));
  }

  private Future<Void> finish(Image.Format format) {
    Tuple parameters =
        Tuple.of(name, format.mediaType(), format.width(), format.height(), format.bytes());
    return persistent(FINISH, parameters)
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(ImageFailures.lostPart()));
  }

  private Future<Void> execute(String sql, Tuple parameters) {
    return persistent(sql, parameters).mapEmpty();
  }

  private Future<RowSet<Row>> persistent(String sql, Tuple parameters) {
    return operations
        .persistent(connection -> PostgresOperations.execute(connection, sql, parameters))
        .recover(failure -> Future.failedFuture(ImageFailures.ofOrder(failure)));
  }

  /** A discard waits for the step that runs, and lets no other one start. */
  private Completable step(Supplier<Future<Void>> step) {
    return PostgresLedger.completable(
        () ->
            context.runDetached(
                () -> {
                  boolean isOpen = state.get() == State.OPEN;
                  latest = isOpen ? step.get() : Future.failedFuture(new CancellationException());
                  return latest;
                }));
  }

  /**
   * Commits the image, which then cannot be discarded; false when it has been discarded already.
   */
  boolean commit() {
    return state.compareAndSet(State.OPEN, State.COMMITTED);
  }

  /**
   * Deletes what is stored of the image, unless it is committed; never fails, and goes on when
   * nobody waits for it any more.
   */
  synchronized Completable discard() {
    if (state.compareAndSet(State.OPEN, State.DISCARDED)) {
      discarding = context.runDetached(() -> latest.transform(over -> delete()));
    }
    Future<Void> deletion = discarding;
    return PostgresLedger.completable(() -> deletion).onErrorComplete();
  }

  private Future<Void> delete() {
    return name.isEmpty() ? Future.succeededFuture() : new ImageTable(operations).delete(name);
  }
}
