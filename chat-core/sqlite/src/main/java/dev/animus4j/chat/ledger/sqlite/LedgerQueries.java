package dev.animus4j.chat.ledger.sqlite;

import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What concerns more than one conversation. */
final class LedgerQueries {
  static final String IMAGE =
      "SELECT payload FROM animus_image WHERE location = ? ORDER BY since LIMIT 1";
  private static final String EPOCH = "SELECT last FROM animus_epoch WHERE id = 1";
  private static final String UNFINISHED =
      """
      SELECT DISTINCT c.id FROM animus_exchange x JOIN animus_conversation c ON c.no = x.conversation
      WHERE x.state = 'RUNNING' AND c.epoch <= ? LIMIT ?""";
  private static final String NO = "SELECT no FROM animus_conversation WHERE id = ?";
  private static final String DOOM =
      """
      INSERT OR IGNORE INTO animus_doomed (location)
      SELECT i.location FROM animus_image i
      WHERE i.conversation = ? AND i.location IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM animus_image o
         WHERE o.location = i.location AND o.conversation <> i.conversation)""";
  private static final String FORGET = "DELETE FROM animus_conversation WHERE no = ?";
  private static final String DOOMED = "SELECT location FROM animus_doomed ORDER BY no LIMIT ?";
  private static final String DELETED = "DELETE FROM animus_doomed WHERE location = ?";

  private LedgerQueries() {}

  /** The last epoch so far. */
  static long epoch(Statements db) throws SQLException {
    return db.first(EPOCH, row -> row.getLong(1)).orElseThrow();
  }

  /** Running conversations that were last claimed in this epoch or before. */
  static List<String> unfinished(Statements db, long epoch, int limit) throws SQLException {
    return db.list(UNFINISHED, row -> row.getString(1), epoch, limit);
  }

  static Optional<Image> image(Statements db, URI location) throws SQLException {
    return db.first(
        IMAGE, row -> ImageJson.parse(Buffer.buffer(row.getBytes(1))), location.toString());
  }

  static List<URI> unknownImages(Statements db, List<URI> locations) throws SQLException {
    List<URI> unknown = new ArrayList<>();
    for (URI location : locations) {
      if (db.first(IMAGE, row -> true, location.toString()).isEmpty()) {
        unknown.add(location);
      }
    }
    return unknown;
  }

  static boolean forget(Statements db, String conversationId) throws SQLException {
    Optional<Long> no = db.first(NO, row -> row.getLong(1), conversationId);
    if (no.isEmpty()) {
      return false;
    }
    db.update(DOOM, no.get());
    db.update(FORGET, no.get());
    return true;
  }

  static List<URI> doomedImages(Statements db, int limit) throws SQLException {
    return db.list(DOOMED, row -> URI.create(row.getString(1)), limit);
  }

  static boolean deleted(Statements db, URI location) throws SQLException {
    return db.update(DELETED, location.toString()) > 0;
  }
}
