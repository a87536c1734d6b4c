package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.Tenure;
import io.vertx.core.buffer.Buffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Claims and reads one conversation. */
record ConversationQueries(String id) {
  static final String ENTRIES =
      """
      SELECT position, part, payload FROM animus_entry
      WHERE conversation = (SELECT no FROM animus_conversation WHERE id = ?)
        AND (position, part) < (?, ?)
      ORDER BY position DESC, part DESC LIMIT ?""";
  static final String EVENTS =
      """
      SELECT first, payload FROM animus_event
      WHERE conversation = (SELECT no FROM animus_conversation WHERE id = ?) AND sequence > ?
      ORDER BY sequence LIMIT ?""";
  static final String EXCHANGE_EVENTS =
      """
      SELECT e.first, e.payload FROM animus_conversation c
      JOIN animus_exchange x ON x.conversation = c.no AND x.id = ?
      JOIN animus_event e ON e.exchange = x.no AND e.conversation = c.no
      WHERE c.id = ? AND e.sequence > ? ORDER BY e.sequence LIMIT ?""";
  static final String LAST_SEQUENCE =
      "SELECT max(sequence, reserved) FROM animus_conversation WHERE id = ?";
  static final String EXCHANGE_OF =
      """
      SELECT x.id FROM animus_message m JOIN animus_exchange x ON x.no = m.exchange
      WHERE m.conversation = (SELECT no FROM animus_conversation WHERE id = ?) AND m.id = ?""";
  private static final String EPOCH =
      "UPDATE animus_epoch SET last = last + 1 WHERE id = 1 RETURNING last";
  private static final String CLAIM =
      """
      INSERT INTO animus_conversation (id, epoch) VALUES (?, ?)
      ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch""";
  private static final String RUNNING =
      """
      SELECT id FROM animus_exchange
      WHERE state = 'RUNNING'
        AND conversation = (SELECT no FROM animus_conversation WHERE id = ?) ORDER BY no""";
  private static final String HEAD =
      """
      SELECT no, epoch, position, sequence, iif(reserved > sequence, reserved, 0)
      FROM animus_conversation WHERE id = ?""";

  /** A claim: the conversation's number in this database, and its state. */
  record Claim(long no, Tenure.Head head) {}

  Claim claim(Statements db) throws SQLException {
    long epoch = db.first(EPOCH, row -> row.getLong(1)).orElseThrow();
    db.update(CLAIM, id, epoch);
    List<String> running = db.list(RUNNING, row -> row.getString(1), id);
    return db.first(HEAD, row -> claim(row, running), id).orElseThrow();
  }

  private static Claim claim(ResultSet row, List<String> running) throws SQLException {
    return new Claim(
        row.getLong(1),
        new Tenure.Head(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), running));
  }

  /** Those before this key, latest first. */
  List<StoredEntry> entries(Statements db, StoredEntry.Key before, int limit) throws SQLException {
    return db.list(
        ENTRIES, ConversationQueries::entry, id, before.position(), before.part(), limit);
  }

  private static StoredEntry entry(ResultSet row) throws SQLException {
    return new StoredEntry(
        new StoredEntry.Key(row.getLong(1), row.getInt(2)),
        HistoryEntry.parse(Buffer.buffer(row.getBytes(3))));
  }

  List<StoredEvent> events(Statements db, long after, int limit) throws SQLException {
    return db.list(EVENTS, ConversationQueries::event, id, after, limit);
  }

  List<StoredEvent> eventsOf(Statements db, String exchangeId, long after, int limit)
      throws SQLException {
    return db.list(EXCHANGE_EVENTS, ConversationQueries::event, exchangeId, id, after, limit);
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    return StoredEvent.parse(row.getLong(1), Buffer.buffer(row.getBytes(2)));
  }

  long lastSequence(Statements db) throws SQLException {
    return db.first(LAST_SEQUENCE, row -> row.getLong(1), id).orElse(0L);
  }

  Optional<String> exchangeOf(Statements db, String messageId) throws SQLException {
    return db.first(EXCHANGE_OF, row -> row.getString(1), id, messageId);
  }
}
