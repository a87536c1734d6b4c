package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is read. */
final class PostgresReads {
  static final String ENTRIES =
      """
      SELECT position, part, payload FROM animus_entry
      WHERE conversation = (SELECT no FROM animus_conversation WHERE id = $1)
        AND (position, part) < ($2::bigint, $3::int)
      ORDER BY position DESC, part DESC LIMIT $4
      """;

  static final String EVENTS =
      """
      SELECT first, payload FROM animus_event
      WHERE conversation = (SELECT no FROM animus_conversation WHERE id = $1) AND sequence > $2
      ORDER BY sequence LIMIT $3
      """;

  static final String EXCHANGE_EVENTS =
      """
      SELECT first, payload FROM animus_event
      WHERE conversation = (SELECT no FROM animus_conversation WHERE id = $1)
        AND exchange = $2 AND sequence > $3
      ORDER BY sequence LIMIT $4
      """;

  private static final String SEQUENCE =
      "SELECT greatest(sequence, reserved) AS sequence FROM animus_conversation WHERE id = $1";

  private static final String EXCHANGE =
      """
      SELECT exchange FROM animus_message
      WHERE conversation = (SELECT no FROM animus_conversation WHERE id = $1) AND id = $2
      """;

  private static final String IMAGE =
      "SELECT payload FROM animus_image WHERE location = $1 ORDER BY since LIMIT 1";

  private static final String LOCATIONS =
      "SELECT DISTINCT location FROM animus_image WHERE location = ANY ($1::text[])";

  private static final String UNFINISHED =
      """
      SELECT c.id FROM animus_conversation c
      WHERE c.no IN (SELECT conversation FROM animus_exchange WHERE state = 0)
        AND c.owner IS DISTINCT FROM $1::uuid
      ORDER BY c.no LIMIT $2
      """;

  private final PostgresOperations operations;

  PostgresReads(PostgresOperations operations) {
    this.operations = operations;
  }

  Future<List<StoredEntry>> entries(String conversationId, int limit) {
    StoredEntry.Key end = new StoredEntry.Key(Long.MAX_VALUE, Integer.MAX_VALUE);
    PostgresOperations.Pages<StoredEntry> pages =
        new PostgresOperations.Pages<>(
            ENTRIES,
            last -> {
              StoredEntry.Key before = last == null ? end : last.key();
              return Tuple.of(conversationId, before.position(), before.part());
            },
            PostgresReads::entry);
    return operations.read(pages, limit).map(PostgresReads::reversed);
  }

  private static StoredEntry entry(Row row) {
    StoredEntry.Key key = new StoredEntry.Key(row.getLong("position"), row.getInteger("part"));
    return new StoredEntry(key, HistoryEntry.parse(payload(row)));
  }

  private static <T> List<T> reversed(List<T> latestFirst) {
    Collections.reverse(latestFirst);
    return List.copyOf(latestFirst);
  }

  Future<List<StoredEvent>> eventsAfter(String conversationId, long sequence, int limit) {
    return operations
        .read(
            new PostgresOperations.Pages<>(
                EVENTS,
                last -> Tuple.of(conversationId, last == null ? sequence : last.last()),
                PostgresReads::event),
            limit)
        .map(List::copyOf);
  }

  Future<List<StoredEvent>> eventsOf(String conversationId, String exchangeId) {
    return operations
        .read(
            new PostgresOperations.Pages<>(
                EXCHANGE_EVENTS,
                last -> Tuple.of(conversationId, exchangeId, last == null ? 0L : last.last()),
                PostgresReads::event),
            Integer.MAX_VALUE)
        .map(List::copyOf);
  }

  private static StoredEvent event(Row row) {
    return StoredEvent.parse(row.getLong("first"), payload(row));
  }

  private static Buffer payload(Row row) {
    return Buffer.buffer(row.getString("payload"));
  }

  Future<Long> lastSequence(String conversationId) {
    return first(SEQUENCE, Tuple.of(conversationId), row -> row.getLong("sequence"))
        .map(found -> found.orElse(0L));
  }

  Future<Optional<String>> exchangeOf(String conversationId, String messageId) {
    return first(EXCHANGE, Tuple.of(conversationId, messageId), row -> row.getString("exchange"));
  }

  Future<Optional<Image>> image(URI location) {
    return first(IMAGE, Tuple.of(location.toString()), row -> ImageJson.parse(payload(row)));
  }

  private <T> Future<Optional<T>> first(String sql, Tuple parameters, Function<Row, T> parse) {
    return operations
        .query(sql, parameters)
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(parse.apply(row(rows))));
  }

  static Row row(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  Future<List<URI>> unknownImages(List<URI> locations) {
    String[] asked = locations.stream().map(URI::toString).toArray(String[]::new);
    return operations
        .query(LOCATIONS, Tuple.of((Object) asked))
        .map(
            rows -> {
              Set<String> known = new HashSet<>();
              rows.forEach(row -> known.add(row.getString(0)));
              return locations.stream().filter(it -> !known.contains(it.toString())).toList();
            });
  }

  Future<List<String>> unfinished(Object owner, int limit) {
    return operations
        .query(UNFINISHED, Tuple.of(owner, limit))
        .map(
            rows -> {
              List<String> ids = new ArrayList<>();
              rows.forEach(row -> ids.add(row.getString("id")));
              return List.copyOf(ids);
            });
  }
}
