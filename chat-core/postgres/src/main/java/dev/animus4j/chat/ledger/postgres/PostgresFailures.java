package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.IncompatibleSchema;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.failure.StoreLostData;
import dev.animus4j.failure.TakenOver;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Failures of the server and of its client, as those of a ledger or of an image store. */
final class PostgresFailures {
  static final FailureOrigin LEDGER = FailureOrigin.of("ledger");
  private static final FailureOrigin DATABASE = FailureOrigin.of("database");
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** Classes of SQLSTATE: data, constraints, limits; a row twice in one statement. */
  private static final Set<String> DATA = Set.of("22", "23", "54", "21");

  private static final Set<String> CONFLICT = Set.of("40");

  /** Connection, operator: the server ended the connection, and perhaps after a commit. */
  private static final Set<String> LOST = Set.of("08", "57");

  private static final Set<String> MISSING_TABLE = Set.of("42P01", "42703", "42704", "3F000");
  private static final String READ_ONLY = "25006";
  private static final String DISK_FULL = "53100";

  private PostgresFailures() {}

  /** Whether the data of a statement is to blame, and not the state of the server. */
  static boolean isData(Throwable failure) {
    return isOfClass(failure, DATA);
  }

  /** Whether nothing was stored, and the same statement may succeed at once. */
  static boolean isConflict(Throwable failure) {
    return isOfClass(failure, CONFLICT);
  }

  /** Whether a statement that was sent may have been executed, or not. */
  static boolean isDoubt(Throwable failure) {
    return !(failure instanceof PgException) || isOfClass(failure, LOST);
  }

  /** Whether a connection is gone, so that another one may do. */
  static boolean isLostConnection(Throwable failure) {
    return isDoubt(failure) && !(failure instanceof AnimusException) && !isPoolExhausted(failure);
  }

  /** Whether the server cannot be reached, or does not write; it may be back soon. */
  static boolean isAway(Throwable failure) {
    return isDoubt(failure) || isOfClass(failure, Set.of("53")) || isReadOnly(failure);
  }

  /** Whether the same operation may succeed soon, and may be executed twice. */
  static boolean isPassing(Throwable failure) {
    return !(failure instanceof AnimusException) && (isAway(failure) || isConflict(failure));
  }

  /** Whether this is a standby, or was the primary before a fail-over. */
  static boolean isReadOnly(Throwable failure) {
    return READ_ONLY.equals(state(failure));
  }

  static boolean isDiskFull(@Nullable Throwable failure) {
    return failure != null && DISK_FULL.equals(state(failure));
  }

  static boolean isAuthentication(Throwable failure) {
    return state(failure).startsWith("28") || state(failure).equals("42501");
  }

  private static boolean isOfClass(Throwable failure, Set<String> classes) {
    String state = state(failure);
    return state.length() == 5 && classes.contains(state.substring(0, 2));
  }

  private static String state(Throwable failure) {
    return failure instanceof PgException known
        ? Objects.requireNonNullElse(known.getSqlState(), "")
        : "";
  }

  /** The failure of an operation of a ledger. */
  static AnimusException map(Throwable failure, Duration deadline, boolean mayHaveRun) {
    return map(failure, LEDGER, deadline, mayHaveRun);
  }

  /** The failure of an operation that had this much time, and may have been executed. */
  static AnimusException map(
      Throwable failure, FailureOrigin origin, Duration deadline, boolean mayHaveRun) {
    if (failure instanceof AnimusException known) {
      return known;
    }
    if (failure instanceof TimeoutException) {
      return timedOut(origin, deadline);
    }
    if (isPoolExhausted(failure)) {
      return busy(origin, "no connection to the database became free in time");
    }
    return failure instanceof PgException known
        ? ofServer(known, origin.withCode(known.getSqlState()))
        : new AnimusException.Unavailable(
            origin, "the database cannot be reached", mayHaveRun, failure);
  }

  private static AnimusException ofServer(PgException failure, FailureOrigin origin) {
    if (isData(failure)) {
      return new AnimusException.InvalidRequest(origin, "the database refuses the data");
    }
    if (isAuthentication(failure)) {
      return new AnimusException.Authentication(
          origin, "the database refuses the user or the password", failure);
    }
    if (MISSING_TABLE.contains(state(failure))) {
      return new IncompatibleSchema(origin, "a table or column is missing");
    }
    if (state(failure).equals("3D000")) {
      return new AnimusException.InvalidRequest(origin, "there is no such database");
    }
    String what =
        isDiskFull(failure) ? "the disk of the database is full, make room" : "the database failed";
    return new AnimusException.Unavailable(origin, what, false, failure);
  }

  /** The pool of the client has no types for its failures. */
  private static boolean isPoolExhausted(Throwable failure) {
    return failure instanceof ConnectionPoolTooBusyException
        || "Timeout".equals(failure.getMessage());
  }

  /** The failure of a step for which there was no connection, or none that lasted. */
  static AnimusException noConnection(boolean mayHaveRun, @Nullable Throwable cause) {
    String what = "the database cannot be reached";
    return cause == null
        ? busy(what)
        : new AnimusException.Unavailable(LEDGER, what, mayHaveRun, cause);
  }

  static AnimusException timedOut(Duration deadline) {
    return timedOut(LEDGER, deadline);
  }

  private static AnimusException timedOut(FailureOrigin origin, Duration deadline) {
    return new AnimusException.TimedOut(origin, AnimusException.Limit.TOTAL, deadline);
  }

  static AnimusException busy(String what) {
    return busy(LEDGER, what);
  }

  private static AnimusException busy(FailureOrigin origin, String what) {
    return new AnimusException.Unavailable(origin, what, false, RETRY_AFTER);
  }

  static AnimusException closed(FailureOrigin origin) {
    return new AnimusException.Cancelled(origin, "the " + origin.provider() + " is closed");
  }

  static AnimusException invalid(String what) {
    return new AnimusException.InvalidRequest(LEDGER, what);
  }

  static AnimusException incompatible(String what) {
    return new IncompatibleSchema(DATABASE, what);
  }

  static AnimusException takenOver() {
    return new TakenOver(LEDGER);
  }

  static AnimusException ownedElsewhere(UUID node) {
    return new OwnedElsewhere(LEDGER, node.toString());
  }

  static AnimusException lostData() {
    return new StoreLostData(LEDGER, "the database has lost steps that it had confirmed");
  }

  static AnimusException unknownOutcome() {
    return new AnimusException.Unavailable(
        LEDGER, "whether the step before was stored is not known", false, RETRY_AFTER);
  }
}
