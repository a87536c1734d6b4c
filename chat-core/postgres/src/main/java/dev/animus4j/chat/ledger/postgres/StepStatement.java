package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Steps of different conversations as one statement, and so as one commit. Its parameters are the
 * columns of all rows. A conversation whose epoch or number of steps is another one is left out;
 * all rows of the others are written.
 */
final class StepStatement {
  static final String SQL =
      """
      WITH held AS (
        UPDATE animus_conversation c
        SET steps = c.steps + 1, sequence = i.sequence, reserved = i.reserved,
          position = greatest(c.position, i.position), touched = now()
        FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
          $7::bigint[]) AS i(no, epoch, steps, sequence, position, reserved)
        WHERE c.no = i.no AND c.owner = $1::uuid AND c.epoch = i.epoch AND c.steps = i.steps
        RETURNING c.no),
      removed AS (
        DELETE FROM animus_entry e
        USING held, unnest($8::bigint[], $9::bigint[], $10::int[]) AS i(no, position, part)
        WHERE held.no = i.no
          AND e.conversation = i.no AND e.position = i.position AND e.part = i.part),
      entry AS (
        INSERT INTO animus_entry (conversation, position, part, since, summary, payload)
        SELECT i.* FROM held JOIN unnest($11::bigint[], $12::bigint[], $13::int[],
          $14::timestamptz[], $15::boolean[], $16::text[])
          AS i(no, position, part, since, summary, payload) USING (no)
        ON CONFLICT (conversation, position, part) DO UPDATE
        SET since = excluded.since, summary = excluded.summary, payload = excluded.payload),
      exchange AS (
        INSERT INTO animus_exchange (conversation, id, state, since)
        SELECT i.no, i.id, i.state, i.since
        FROM held JOIN unnest($17::bigint[], $18::text[], $19::smallint[], $20::timestamptz[])
          WITH ORDINALITY AS i(no, id, state, since, place) USING (no) ORDER BY i.place
        ON CONFLICT (conversation, id)
        DO UPDATE SET state = excluded.state, since = excluded.since),
      other_exchange AS (
        INSERT INTO animus_exchange (conversation, id, state, since)
        SELECT i.no, i.id, 1, i.since
        FROM held JOIN unnest($21::bigint[], $22::text[], $23::timestamptz[])
          AS i(no, id, since) USING (no)
        ON CONFLICT DO NOTHING),
      message AS (
        INSERT INTO animus_message (conversation, id, exchange)
        SELECT i.* FROM held JOIN unnest($24::bigint[], $25::text[], $26::text[])
          AS i(no, id, exchange) USING (no)
        ON CONFLICT (conversation, id) DO UPDATE SET exchange = excluded.exchange),
      released AS (
        DELETE FROM animus_message m
        USING held, unnest($39::bigint[], $40::text[]) AS i(no, id)
        WHERE held.no = i.no AND m.conversation = i.no AND m.exchange = i.id
          AND NOT EXISTS (SELECT FROM unnest($24::bigint[], $25::text[]) AS k(no, id)
            WHERE k.no = m.conversation AND k.id = m.id)),
      image AS (
        INSERT INTO animus_image (conversation, id, exchange, state, since, location, payload)
        SELECT i.* FROM held JOIN unnest($27::bigint[], $28::text[], $29::text[],
          $30::smallint[], $31::timestamptz[], $32::text[], $33::text[])
          AS i(no, id, exchange, state, since, location, payload) USING (no)
        ON CONFLICT (conversation, id)
        DO UPDATE SET state = excluded.state, since = excluded.since,
          location = excluded.location, payload = excluded.payload),
      spared AS (
        DELETE FROM animus_doomed d
        USING held, unnest($27::bigint[], $32::text[]) AS i(no, location)
        WHERE held.no = i.no AND d.location = i.location),
      event AS (
        INSERT INTO animus_event (conversation, sequence, first, exchange, payload)
        SELECT i.* FROM held JOIN unnest($34::bigint[], $35::bigint[], $36::bigint[],
          $37::text[], $38::text[]) AS i(no, sequence, first, exchange, payload) USING (no))
      SELECT no FROM held
      """;

  private StepStatement() {}

  /** Executes it. Emits the numbers of the conversations that were written. */
  static Future<Set<Long>> execute(SqlConnection connection, Tuple parameters) {
    return connection.preparedQuery(SQL).execute(parameters).map(StepStatement::numbers);
  }

  private static Set<Long> numbers(RowSet<Row> rows) {
    Set<Long> numbers = new HashSet<>();
    rows.forEach(row -> numbers.add(row.getLong(0)));
    return numbers;
  }

  /** The parameters for these steps, each of another conversation. */
  static Tuple parameters(UUID owner, List<PendingStep> steps) {
    Tuple parameters = Tuple.of(owner);
    for (StepTable table : StepTable.values()) {
      List<Object[]> rows = new ArrayList<>();
      steps.forEach(step -> rows.addAll(step.rows(table)));
      for (int column = 0; column < table.width(); column++) {
        parameters.addValue(table.column(rows, column));
      }
    }
    return parameters;
  }
}
