package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.ledger.LedgerRetention;
import io.reactivex.rxjava3.core.Single;
import java.sql.SQLException;
import java.time.Instant;

/** Deletes what is too old, in pieces between which other operations have their turn. */
final class Expiry {
  private static final int PIECE = 5_000;
  private static final String ENDED =
      """
      SELECT no FROM animus_exchange WHERE state <> 'RUNNING' AND since < ?
      ORDER BY since LIMIT 1000""";
  private static final String EVENTS =
      """
      DELETE FROM animus_event WHERE rowid IN
        (SELECT rowid FROM animus_event WHERE exchange IN (%s) LIMIT %d)"""
          .formatted(ENDED, PIECE);
  private static final String EXCHANGES =
      "DELETE FROM animus_exchange WHERE no IN (%s)".formatted(ENDED);
  private static final String ENTRIES =
      """
      DELETE FROM animus_entry WHERE rowid IN
        (SELECT rowid FROM animus_entry e
         WHERE created < ? AND NOT EXISTS
           (SELECT 1 FROM animus_exchange x
            WHERE x.conversation = e.conversation AND x.state = 'RUNNING')
         LIMIT %d)"""
          .formatted(PIECE);
  private static final String IMAGES =
      "UPDATE animus_image SET state = 'LOST', since = ? WHERE state = 'ORDERED' AND since < ?";

  private final DatabaseThread thread;
  private final LedgerRetention retention;
  private final Instant now;

  Expiry(DatabaseThread thread, LedgerRetention retention, Instant now) {
    this.thread = thread;
    this.retention = retention;
    this.now = now;
  }

  /** Deletes a piece. */
  interface Piece {
    /** Returns how many rows it deleted; a negative number when there are none left. */
    long delete(Statements db) throws SQLException;
  }

  /** Returns how many entries and events were deleted. */
  Single<Long> expire() {
    return Single.concatArray(
            thread.submit(this::markLostImages),
            repeat(this::deleteEvents),
            repeat(this::deleteOldEntries),
            Single.defer(() -> repeat(new SurplusEntries(retention.maxEntries())::delete)))
        .reduce(0L, Long::sum);
  }

  private long markLostImages(Statements db) throws SQLException {
    Instant oldest = now.minus(LedgerRetention.ORDERED_IMAGES);
    db.update(IMAGES, now.toEpochMilli(), oldest.toEpochMilli());
    return 0;
  }

  private Single<Long> repeat(Piece piece) {
    return thread
        .submit(piece::delete)
        .repeat()
        .takeWhile(deleted -> deleted >= 0)
        .reduce(0L, Long::sum);
  }

  /** Exchanges go once they have no events. */
  private long deleteEvents(Statements db) throws SQLException {
    long oldest = now.minus(retention.events()).toEpochMilli();
    int events = db.update(EVENTS, oldest);
    int exchanges = events < PIECE ? db.update(EXCHANGES, oldest) : 0;
    return events + exchanges == 0 ? -1 : events;
  }

  private long deleteOldEntries(Statements db) throws SQLException {
    if (retention.entries() == null) {
      return -1;
    }
    int entries = db.update(ENTRIES, now.minus(retention.entries()).toEpochMilli());
    return entries == 0 ? -1 : entries;
  }
}
