package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.rxjava3.CompletableHelper;
import io.vertx.rxjava3.SingleHelper;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Ledger in PostgreSQL, 13 or later. Steps of many conversations share a statement and a commit.
 * When the connection is lost, or the server does not respond, a step is sent again until it is
 * certain that it was stored, and stored once; the deadline of an operation ends that. An operation
 * emits on the Vert.x context on which it was subscribed to, or else on one of the ledger.
 */
public sealed class PostgresLedger implements Ledger permits PostgresClusterLedger {
  private final PostgresContext context;
  private final PostgresConnections connections;
  private final PostgresOperations operations;
  private final ConversationOrder order;
  private final StepBatches writer;
  private final PostgresClaims claims;
  private final PostgresReads reads;

  PostgresLedger(Vertx vertx, PostgresOptions options) {
    this.context = new PostgresContext(vertx);
    this.connections = new PostgresConnections(context, options);
    this.operations = new PostgresOperations(context, connections, options);
    this.order = new ConversationOrder(context);
    this.writer = new StepBatches(context, order, options.deadline(), connections);
    this.claims = PostgresClaims.ofAll(operations, connections.owner());
    this.reads = new PostgresReads(operations);
  }

  /**
   * The ledger in the database at {@code postgresql://user:password@host:port/database}. It
   * connects with the first operation.
   *
   * @throws IllegalArgumentException when it is not such a URI
   */
  public static PostgresLedger connect(Vertx vertx, String uri) {
    return connect(vertx, PostgresOptions.of(uri));
  }

  /** The ledger in this database. It connects with the first operation. */
  public static PostgresLedger connect(Vertx vertx, PgConnectOptions database) {
    return connect(vertx, PostgresOptions.of(database));
  }

  /** The ledger with these options. It connects with the first operation. */
  public static PostgresLedger connect(Vertx vertx, PostgresOptions options) {
    return new PostgresLedger(vertx, options);
  }

  @Override
  public Single<Tenure> claim(String conversationId) {
    return claim(conversationId, claims);
  }

  Single<Tenure> claim(String conversationId, PostgresClaims by) {
    return single(() -> inOrder(conversationId, () -> by.claim(conversationId)))
        .map(claim -> new PostgresTenure(writer, conversationId, claim));
  }

  PostgresOperations operations() {
    return operations;
  }

  /** The name of this opening of the ledger. */
  UUID owner() {
    return connections.owner();
  }

  @Override
  public Single<List<StoredEntry>> entries(String conversationId, int limit) {
    return single(() -> reads.entries(conversationId, limit));
  }

  @Override
  public Single<List<StoredEvent>> eventsAfter(String conversationId, long sequence, int limit) {
    return single(() -> reads.eventsAfter(conversationId, sequence, limit));
  }

  @Override
  public Single<List<StoredEvent>> eventsOf(String conversationId, String exchangeId) {
    return single(() -> reads.eventsOf(conversationId, exchangeId));
  }

  @Override
  public Single<Long> lastSequence(String conversationId) {
    return single(() -> reads.lastSequence(conversationId));
  }

  @Override
  public Maybe<String> exchangeOf(String conversationId, String messageId) {
    return maybe(() -> reads.exchangeOf(conversationId, messageId));
  }

  @Override
  public Maybe<Image> image(URI location) {
    return maybe(() -> reads.image(location));
  }

  @Override
  public Single<List<URI>> unknownImages(List<URI> locations) {
    return single(() -> reads.unknownImages(locations));
  }

  @Override
  public Single<List<String>> unfinished(int limit) {
    return single(() -> reads.unfinished(connections.owner(), limit));
  }

  /** Steps that were subscribed to before are stored before, and those after it are refused. */
  @Override
  public Single<Boolean> forget(String conversationId) {
    PostgresErasure erasure = new PostgresErasure(operations);
    return single(() -> inOrder(conversationId, () -> erasure.forget(conversationId)));
  }

  /** Executes it after the steps, claims and erasures of the conversation that are on their way. */
  private <T> Future<T> inOrder(String conversationId, Supplier<Future<T>> operation) {
    return context.run(() -> order.run(conversationId, operation));
  }

  @Override
  public Single<List<URI>> doomedImages(int limit) {
    return single(() -> new PostgresErasure(operations).doomedImages(limit));
  }

  @Override
  public Completable deleted(URI location) {
    return completable(() -> new PostgresErasure(operations).deleted(location));
  }

  @Override
  public Single<Long> expire(LedgerRetention retention, Instant now) {
    return single(() -> new PostgresExpiry(operations).expire(retention, now));
  }

  /** Steps that were subscribed to before are stored, or fail, first. */
  @Override
  public Completable closeAsync() {
    return completable(() -> context.run(() -> writer.close().compose(idle -> operations.close())));
  }

  static <T> Single<T> single(Supplier<Future<T>> operation) {
    return SingleHelper.toSingle(done -> operation.get().onComplete(done));
  }

  static Completable completable(Supplier<Future<Void>> operation) {
    return CompletableHelper.toCompletable(done -> operation.get().onComplete(done));
  }

  static <T> Maybe<T> maybe(Supplier<Future<Optional<T>>> operation) {
    return single(operation).flatMapMaybe(Maybe::fromOptional);
  }
}
