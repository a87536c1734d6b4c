package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.ledger.StoredEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Deletes the entries of conversations that have too many, from conversation to conversation. */
final class SurplusEntries {
  private static final int CONVERSATIONS = 100;
  private static final int PIECE = 5_000;
  private static final StoredEntry.Key NONE = new StoredEntry.Key(Long.MIN_VALUE, 0);
  private static final String IDLE =
      """
      SELECT no FROM animus_conversation c
      WHERE no > ? AND NOT EXISTS
        (SELECT 1 FROM animus_exchange x WHERE x.conversation = c.no AND x.state = 'RUNNING')
      ORDER BY no LIMIT %d"""
          .formatted(CONVERSATIONS);
  static final String LATEST_SURPLUS =
      """
      SELECT position, part FROM animus_entry WHERE conversation = ?
      ORDER BY position DESC, part DESC LIMIT 1 OFFSET ?""";
  static final String LATEST_SUMMARY =
      """
      SELECT position, part FROM animus_entry WHERE conversation = ? AND summary = 1
      ORDER BY position DESC, part DESC LIMIT 1""";
  private static final String DELETE =
      """
      DELETE FROM animus_entry WHERE rowid IN
        (SELECT rowid FROM animus_entry
         WHERE conversation = ? AND (position, part) <= (?, ?) AND (position, part) <> (?, ?)
         LIMIT %d)"""
          .formatted(PIECE);

  private final int kept;
  private long last;

  /** All but the latest {@code kept} entries of each conversation, and its latest summary. */
  SurplusEntries(int kept) {
    this.kept = kept;
  }

  /** Returns how many entries of the next conversations it deleted; -1 after the last of them. */
  long delete(Statements db) throws SQLException {
    if (kept == Integer.MAX_VALUE) {
      return -1;
    }
    List<Long> idle = db.list(IDLE, row -> row.getLong(1), last);
    long deleted = 0;
    for (long conversation : idle) {
      deleted += delete(db, conversation);
      if (deleted >= PIECE) {
        return deleted;
      }
      last = conversation;
    }
    return idle.isEmpty() ? -1 : deleted;
  }

  private int delete(Statements db, long conversation) throws SQLException {
    Optional<StoredEntry.Key> surplus =
        db.first(LATEST_SURPLUS, SurplusEntries::key, conversation, kept);
    if (surplus.isEmpty()) {
      return 0;
    }
    StoredEntry.Key latest = surplus.get();
    StoredEntry.Key summary =
        db.first(LATEST_SUMMARY, SurplusEntries::key, conversation).orElse(NONE);
    return db.update(
        DELETE, conversation, latest.position(), latest.part(), summary.position(), summary.part());
  }

  private static StoredEntry.Key key(ResultSet row) throws SQLException {
    return new StoredEntry.Key(row.getLong(1), row.getInt(2));
  }
}
