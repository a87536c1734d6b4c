package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.StoredExchange;
import dev.animus4j.chat.ledger.StoredImage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.TakenOver;
import dev.animus4j.image.Image;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Writes the steps of one tenure. */
record StepStatements(long conversation, long epoch) {
  private static final String SEQUENCE =
      "SELECT sequence FROM animus_conversation WHERE no = ? AND epoch = ?";
  private static final String HEAD =
      """
      UPDATE animus_conversation
      SET position = max(position, ?), sequence = ?, reserved = ? WHERE no = ?""";
  private static final String REMOVED_ENTRY =
      "DELETE FROM animus_entry WHERE conversation = ? AND position = ? AND part = ?";
  private static final String ENTRY =
      """
      INSERT OR REPLACE INTO animus_entry (conversation, position, part, created, summary, payload)
      VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT))""";
  private static final String EVENT =
      """
      INSERT INTO animus_event (conversation, sequence, first, exchange, payload)
      VALUES (?, ?, ?, ?, CAST(? AS TEXT))""";
  private static final String EXCHANGE =
      """
      INSERT INTO animus_exchange (conversation, id, state, since) VALUES (?, ?, ?, ?)
      ON CONFLICT (conversation, id) DO UPDATE SET state = excluded.state, since = excluded.since
      RETURNING no""";
  private static final String EXCHANGE_NO =
      "SELECT no FROM animus_exchange WHERE conversation = ? AND id = ?";
  private static final String RELEASED_MESSAGES = "DELETE FROM animus_message WHERE exchange = ?";
  private static final String MESSAGE =
      "INSERT OR REPLACE INTO animus_message (conversation, id, exchange) VALUES (?, ?, ?)";
  private static final String IMAGE =
      """
      INSERT OR REPLACE INTO animus_image
      (conversation, id, exchange, state, since, location, payload)
      VALUES (?, ?, ?, ?, ?, nullif(?, ''), nullif(CAST(? AS TEXT), ''))""";
  private static final String SPARED_IMAGE = "DELETE FROM animus_doomed WHERE location = ?";

  /** Refuses a step of a tenure that is over, and one that leaves a number out. */
  boolean write(Statements db, EncodedStep encoded) throws SQLException {
    Step step = encoded.step();
    long sequence =
        db.first(SEQUENCE, StepStatements::number, conversation, epoch)
            .orElseThrow(() -> new TakenOver(FailureOrigin.of(SqliteFailures.ORIGIN)));
    for (StoredEvent event : step.events()) {
      check(event, sequence);
      sequence = event.last();
    }
    writeEntries(db, encoded);
    for (StoredExchange exchange : step.exchanges()) {
      write(db, exchange);
    }
    writeEvents(db, encoded);
    writeImages(db, encoded);
    long position = step.entries().stream().mapToLong(it -> it.key().position()).max().orElse(0);
    db.update(HEAD, position, sequence, step.reserved(), conversation);
    return true;
  }

  private static long number(ResultSet row) throws SQLException {
    return row.getLong(1);
  }

  private static void check(StoredEvent event, long last) {
    if (event.first() != last + 1) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of(SqliteFailures.ORIGIN),
          "the event " + event.first() + " does not follow the event " + last);
    }
  }

  private void writeEntries(Statements db, EncodedStep encoded) throws SQLException {
    for (StoredEntry.Key key : encoded.step().removed()) {
      db.update(REMOVED_ENTRY, conversation, key.position(), key.part());
    }
    for (int i = 0; i < encoded.entries().size(); i++) {
      StoredEntry stored = encoded.step().entries().get(i);
      db.update(
          ENTRY,
          conversation,
          stored.key().position(),
          stored.key().part(),
          stored.entry().timestamp().toEpochMilli(),
          stored.entry().summary() ? 1 : 0,
          encoded.entries().get(i));
    }
  }

  private void write(Statements db, StoredExchange exchange) throws SQLException {
    long no = exchangeNo(db, exchange);
    if (exchange.state() != StoredExchange.State.RUNNING && !exchange.keepsMessageIds()) {
      db.update(RELEASED_MESSAGES, no);
    }
    for (String messageId : exchange.messageIds()) {
      db.update(MESSAGE, conversation, messageId, no);
    }
  }

  private long exchangeNo(Statements db, StoredExchange exchange) throws SQLException {
    return db.first(
            EXCHANGE,
            StepStatements::number,
            conversation,
            exchange.id(),
            exchange.state().name(),
            exchange.since().toEpochMilli())
        .orElseThrow();
  }

  private void writeEvents(Statements db, EncodedStep encoded) throws SQLException {
    for (int i = 0; i < encoded.events().size(); i++) {
      StoredEvent event = encoded.step().events().get(i);
      byte[] payload = encoded.events().get(i);
      db.update(EVENT, conversation, event.last(), event.first(), exchangeNo(db, event), payload);
    }
  }

  /** The events of an exchange that nobody announced expire like those of one that has ended. */
  private long exchangeNo(Statements db, StoredEvent event) throws SQLException {
    String id = event.event().exchangeId();
    Optional<Long> known = db.first(EXCHANGE_NO, StepStatements::number, conversation, id);
    Instant time = event.event().stamp().timestamp();
    return known.isPresent()
        ? known.get()
        : db.first(
                EXCHANGE,
                StepStatements::number,
                conversation,
                id,
                StoredExchange.State.COMPLETED.name(),
                time.toEpochMilli())
            .orElseThrow();
  }

  private void writeImages(Statements db, EncodedStep encoded) throws SQLException {
    for (int i = 0; i < encoded.images().size(); i++) {
      StoredImage stored = encoded.step().images().get(i);
      Image image = stored.image();
      String location = image == null ? "" : image.location().toString();
      db.update(
          IMAGE,
          conversation,
          stored.id(),
          stored.exchangeId(),
          stored.state().name(),
          stored.since().toEpochMilli(),
          location,
          encoded.images().get(i));
      db.update(SPARED_IMAGE, location);
    }
  }
}
