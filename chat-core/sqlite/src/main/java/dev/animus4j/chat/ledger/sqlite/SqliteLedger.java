package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * Ledger in a file, by SQLite: it outlives the process, and needs no server. A step is on the disk
 * when its write completes. Steps that wait at the same time share a commit.
 *
 * <p>One process, and in it one ledger, has the file until it is closed. The disk must be a local
 * one. Results are emitted on the one thread of the ledger, which must not be blocked. When more
 * than 10,000 operations or 64 MB of steps wait, further ones fail at once with {@link
 * dev.animus4j.failure.AnimusException.Unavailable}. Lists of more than 1,000 rows are read in
 * pieces, between which steps may be written.
 */
public final class SqliteLedger implements Ledger {
  private static final StoredEntry.Key END = new StoredEntry.Key(Long.MAX_VALUE, Integer.MAX_VALUE);

  private final DatabaseThread thread;
  private final long openedAfter;

  private SqliteLedger(DatabaseThread thread, long openedAfter) {
    this.thread = thread;
    this.openedAfter = openedAfter;
  }

  /**
   * Opens a file, which is created for its owner only if it is not there, with its folders. Blocks
   * while it does so, and while it recovers what a process that was killed had written.
   *
   * @throws dev.animus4j.failure.AnimusException.Unavailable when another process or ledger has it
   *     open, when it cannot be created, or when the engine does not run here
   * @throws dev.animus4j.failure.IncompatibleSchema when a later version has made its tables
   * @throws dev.animus4j.failure.AnimusException.Protocol when it is damaged, or not such a file
   */
  public static SqliteLedger open(Path file) {
    Statements db = DatabaseFile.open(file);
    try {
      DatabaseThread thread = new DatabaseThread(db);
      SqliteLedger ledger = new SqliteLedger(thread, LedgerQueries.epoch(db));
      db.commit();
      thread.start("animus4j-sqlite-" + file.getFileName());
      return ledger;
    } catch (SQLException failure) {
      db.closeQuietly();
      throw SqliteFailures.opening(file, failure);
    }
  }

  /** The thread that has the database, for tests. */
  DatabaseThread thread() {
    return thread;
  }

  @Override
  public Single<Tenure> claim(String conversationId) {
    ConversationQueries conversation = new ConversationQueries(conversationId);
    return thread.submit(conversation::claim).map(claim -> SqliteTenure.of(thread, claim));
  }

  @Override
  public Single<List<StoredEntry>> entries(String conversationId, int limit) {
    ConversationQueries conversation = new ConversationQueries(conversationId);
    return Piecewise.<StoredEntry>list(
            thread,
            limit,
            (db, read, size) ->
                conversation.entries(
                    db, read.isEmpty() ? END : read.get(read.size() - 1).key(), size))
        .doOnSuccess(Collections::reverse);
  }

  @Override
  public Single<List<StoredEvent>> eventsAfter(String conversationId, long sequence, int limit) {
    ConversationQueries conversation = new ConversationQueries(conversationId);
    return Piecewise.list(
        thread, limit, (db, read, size) -> conversation.events(db, last(read, sequence), size));
  }

  private static long last(List<StoredEvent> read, long otherwise) {
    return read.isEmpty() ? otherwise : read.get(read.size() - 1).last();
  }

  @Override
  public Single<List<StoredEvent>> eventsOf(String conversationId, String exchangeId) {
    ConversationQueries conversation = new ConversationQueries(conversationId);
    return Piecewise.list(
        thread,
        Integer.MAX_VALUE,
        (db, read, size) -> conversation.eventsOf(db, exchangeId, last(read, 0), size));
  }

  @Override
  public Single<Long> lastSequence(String conversationId) {
    return thread.submit(new ConversationQueries(conversationId)::lastSequence);
  }

  @Override
  public Maybe<String> exchangeOf(String conversationId, String messageId) {
    ConversationQueries conversation = new ConversationQueries(conversationId);
    return thread
        .submit(db -> conversation.exchangeOf(db, messageId))
        .mapOptional(exchangeId -> exchangeId);
  }

  @Override
  public Maybe<Image> image(URI location) {
    return thread.submit(db -> LedgerQueries.image(db, location)).mapOptional(image -> image);
  }

  @Override
  public Single<List<URI>> unknownImages(List<URI> locations) {
    return Flowable.fromIterable(locations)
        .buffer(Piecewise.PIECE)
        .concatMapSingle(piece -> thread.submit(db -> LedgerQueries.unknownImages(db, piece)))
        .concatMapIterable(unknown -> unknown)
        .toList();
  }

  @Override
  public Single<List<String>> unfinished(int limit) {
    return thread.submit(db -> LedgerQueries.unfinished(db, openedAfter, limit));
  }

  @Override
  public Single<Boolean> forget(String conversationId) {
    return thread.submit(db -> LedgerQueries.forget(db, conversationId));
  }

  @Override
  public Single<List<URI>> doomedImages(int limit) {
    return thread.submit(db -> LedgerQueries.doomedImages(db, limit));
  }

  @Override
  public Completable deleted(URI location) {
    return thread.submit(db -> LedgerQueries.deleted(db, location)).ignoreElement();
  }

  @Override
  public Single<Long> expire(LedgerRetention retention, Instant now) {
    return new Expiry(thread, retention, now).expire();
  }

  @Override
  public Completable closeAsync() {
    return thread.closeAsync();
  }
}
