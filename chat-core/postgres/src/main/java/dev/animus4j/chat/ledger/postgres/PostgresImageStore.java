package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.Retention;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Image store in PostgreSQL, 13 or later, for a few nodes: any of them shows and deletes what
 * another one has stored. Locations are {@code
 * postgres:image_{model}_{id}_{epochMillis}.{extension}}, the same on all nodes.
 *
 * <p>An image is stored while it arrives, 64 KiB at a time, and read in the same way. No connection
 * is held in between, so that a few of them serve many slow writers and readers. Nobody sees an
 * image before it is complete. What a writer that died left is deleted after an hour, when any node
 * stores an image; so is what a write leaves that fails because the database is away. Then an image
 * whose end was not confirmed may have been stored all the same.
 *
 * <p>While the database is away a write goes on trying until the deadline of the options; all else
 * is tried once more when its connection was lost, and else fails with {@link
 * dev.animus4j.failure.AnimusException.Unavailable} at once. Results arrive on the event loop
 * context of the subscriber; on RxJava's io threads for one on a worker or virtual-thread context,
 * which may block for them; and else on any thread.
 */
public final class PostgresImageStore implements ImageStore {
  private static final long DEFAULT_MAX_BYTES = 32L * 1024 * 1024;

  private final PostgresContext context;
  private final PostgresOperations operations;
  private final ImageTable table;
  private final ImageReads reads;
  private final long maxBytes;
  private final ImageExpiry expiry;

  private PostgresImageStore(
      PostgresContext context, PostgresOperations operations, long maxBytes, ImageExpiry expiry) {
    this.context = context;
    this.operations = operations;
    this.table = new ImageTable(operations);
    this.reads = new ImageReads(context, table);
    this.maxBytes = maxBytes;
    this.expiry = expiry;
  }

  /**
   * The store in the database at {@code postgresql://user:password@host:port/database}, for images
   * of at most 32 MiB each. It connects with the first operation.
   *
   * @throws IllegalArgumentException when it is not such a URI
   */
  public static PostgresImageStore connect(Vertx vertx, String uri) {
    return connect(vertx, PostgresOptions.of(uri));
  }

  /** The same with these options, which may be those of a ledger; it has connections of its own. */
  public static PostgresImageStore connect(Vertx vertx, PostgresOptions options) {
    PostgresContext context = new PostgresContext(vertx);
    PostgresConnections connections = new PostgresConnections(context, options);
    PostgresOperations operations =
        new PostgresOperations(context, connections, options, ImageFailures.ORIGIN);
    ImageExpiry expiry = new ImageExpiry(context, operations, null);
    return new PostgresImageStore(context, operations, DEFAULT_MAX_BYTES, expiry);
  }

  /** Returns the same store for images of at most {@code maxBytes}; larger ones are refused. */
  public PostgresImageStore withMaxBytes(long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
    }
    return new PostgresImageStore(context, operations, maxBytes, expiry);
  }

  /**
   * Returns the same store with a retention, for the images of all nodes. They are swept after the
   * first image is written, and after later ones at most once a minute, in the background; so there
   * may be more for a while. The oldest are deleted first. Images written within the last minute
   * stay; one that is deleted while it is read fails its reader.
   */
  public PostgresImageStore withRetention(Retention retention) {
    ImageExpiry swept = new ImageExpiry(context, operations, retention);
    return new PostgresImageStore(context, operations, maxBytes, swept);
  }

  /** Deletes at once what the retention does not keep, and what writers that died left. */
  @CheckReturnValue
  public Completable sweep() {
    return await(expiry::sweep);
  }

  /** Checks that the database can be reached, and that this user may store images there now. */
  @Override
  public Completable check() {
    return await(table::check);
  }

  /**
   * The insertion is committed just when its image is emitted. After a disposal from another thread
   * it is being discarded, and nothing is emitted.
   */
  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
        () -> {
          ImageInsertion insertion = new ImageInsertion(context, operations, model, maxBytes);
          return Single.using(
                  () -> insertion,
                  open -> observeOnCaller(() -> open.write(bytes).toFlowable()).singleOrError(),
                  PostgresImageStore::discard,
                  false)
              .filter(stored -> insertion.commit())
              .doOnSuccess(stored -> expiry.sweepIfDue())
              .switchIfEmpty(Single.never());
        });
  }

  private static void discard(ImageInsertion insertion) {
    var unused = insertion.discard().subscribe();
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return observeOnCaller(() -> reads.pieces(ImageLocation.name(location)));
  }

  /** As {@link ImageStore#readAll}, for images of as many bytes as this store takes. */
  @Override
  public Single<Buffer> readAll(URI location) {
    return observeOnCaller(() -> reads.all(ImageLocation.name(location), maxBytes).toFlowable())
        .singleOrError();
  }

  @Override
  public Completable describe(Image image) {
    return await(() -> table.describe(image));
  }

  @Override
  public Maybe<Image> find(URI location) {
    return observeOnCaller(() -> reads.find(location).toFlowable()).singleElement();
  }

  /**
   * Streams the images of all nodes, in the order in which they were stored, a hundred at a time as
   * the subscriber requests them.
   */
  @Override
  public Flowable<Stored> list() {
    return observeOnCaller(reads::list);
  }

  @Override
  public Completable delete(URI location) {
    return await(() -> table.delete(ImageLocation.name(location)));
  }

  /**
   * Closes it, and the stores that were derived from it. Later operations fail with {@link
   * dev.animus4j.failure.AnimusException.Cancelled}.
   */
  @CheckReturnValue
  public Completable closeAsync() {
    return await(operations::close);
  }

  private Completable await(Supplier<Future<Void>> step) {
    Completable steps = PostgresLedger.completable(() -> context.runDetached(step));
    return observeOnCaller(steps::<Buffer>toFlowable).ignoreElements();
  }

  private static <T> Flowable<T> observeOnCaller(Supplier<Flowable<T>> results) {
    return CallerContext.observeOnCaller(FaultIsolation.flowable(results::get), 2);
  }
}
