package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the rows of conversations say about steps that were refused. */
final class StoredSteps {
  private static final String SQL =
      """
      SELECT no, owner, epoch, steps FROM animus_conversation WHERE no = ANY ($1::bigint[])
      """;

  private final Map<Long, Row> rows = new HashMap<>();

  private StoredSteps(RowSet<Row> rows) {
    rows.forEach(row -> this.rows.put(row.getLong("no"), row));
  }

  static Future<StoredSteps> read(SqlConnection connection, List<PendingStep> steps) {
    Long[] numbers = steps.stream().map(step -> step.tenure().number()).toArray(Long[]::new);
    return connection.preparedQuery(SQL).execute(Tuple.of((Object) numbers)).map(StoredSteps::new);
  }

  /** Ends those whose outcome is certain; returns those that are to be written again. */
  List<PendingStep> settle(List<PendingStep> steps, UUID owner) {
    List<PendingStep> again = new ArrayList<>();
    for (PendingStep step : steps) {
      Row row = rows.get(step.tenure().number());
      if (row != null && isMine(step, row, owner) && isNext(step, row)) {
        failOrKeep(step, again);
      } else if (row != null && isMine(step, row, owner) && isStored(step, row)) {
        step.succeed();
      } else {
        boolean isOlder = row != null && isOlder(step, row);
        Throwable failure = isOlder ? PostgresFailures.lostData() : PostgresFailures.takenOver();
        step.failForGood(failure, failure);
      }
    }
    return again;
  }

  private static void failOrKeep(PendingStep step, List<PendingStep> again) {
    Throwable fault = step.fault();
    if (fault == null) {
      again.add(step);
    } else {
      step.fail(fault);
    }
  }

  private static boolean isMine(PendingStep step, Row row, UUID owner) {
    return row.getLong("epoch") == step.tenure().head().epoch()
        && owner.equals(row.getUUID("owner"));
  }

  private static boolean isNext(PendingStep step, Row row) {
    return row.getLong("steps") == step.tenure().steps();
  }

  private static boolean isStored(PendingStep step, Row row) {
    return step.isInDoubt() && row.getLong("steps") == step.tenure().steps() + 1;
  }

  /** Whether the row is one from before the claim, or from before a step that was confirmed. */
  private static boolean isOlder(PendingStep step, Row row) {
    long epoch = step.tenure().head().epoch();
    return row.getLong("epoch") < epoch
        || (row.getLong("epoch") == epoch && row.getLong("steps") < step.tenure().steps());
  }
}
