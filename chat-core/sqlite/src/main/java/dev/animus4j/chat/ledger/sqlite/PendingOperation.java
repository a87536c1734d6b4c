package dev.animus4j.chat.ledger.sqlite;

import io.reactivex.rxjava3.core.SingleEmitter;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Operation that waits for its turn, then for the commit, and then emits its result. */
final class PendingOperation<T> {
  private final Operation<T> operation;
  private final SingleEmitter<T> emitter;
  private final long bytes;
  private @Nullable T result;
  private @Nullable Throwable failure;

  PendingOperation(Operation<T> operation, long bytes, SingleEmitter<T> emitter) {
    this.operation = operation;
    this.bytes = bytes;
    this.emitter = emitter;
  }

  long bytes() {
    return bytes;
  }

  /**
   * Runs it within a transaction. When its data is to blame, its changes alone are rolled back.
   *
   * @throws SQLException when the whole transaction has failed
   */
  void run(Statements db) throws SQLException {
    result = null;
    failure = null;
    db.execute("SAVEPOINT operation");
    try {
      result = operation.run(db);
    } catch (SQLException fault) {
      if (!SqliteFailures.isOfData(fault)) {
        throw fault;
      }
      failure = SqliteFailures.of(fault);
    } catch (RuntimeException | Error fault) {
      failure = fault;
    }
    if (failure != null) {
      db.reset();
      db.execute("ROLLBACK TO operation");
    }
    db.execute("RELEASE operation");
  }

  void fail(Throwable failure) {
    this.failure = failure;
    emit();
  }

  /** What the subscriber throws is reported, and goes no further. */
  void emit() {
    try {
      if (result != null && failure == null) {
        emitter.onSuccess(result);
      } else if (failure != null) {
        emitter.tryOnError(failure);
      }
    } catch (Throwable fault) {
      RxJavaPlugins.onError(fault);
    }
  }
}
