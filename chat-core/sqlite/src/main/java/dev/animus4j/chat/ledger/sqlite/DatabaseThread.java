package dev.animus4j.chat.ledger.sqlite;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one thread that uses a database. It takes all operations that wait, runs them in one
 * transaction, and emits their results after its commit; meanwhile others come to wait.
 */
final class DatabaseThread {
  private final Statements db;
  private final OperationQueue queue = new OperationQueue();
  private final CompletableSubject closed = CompletableSubject.create();
  private final AtomicLong commits = new AtomicLong();

  DatabaseThread(Statements db) {
    this.db = db;
  }

  void start(String name) {
    Thread thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs an operation, and emits its result on the thread. */
  <T> Single<T> submit(Operation<T> operation) {
    return submit(0, operation);
  }

  /** The same, with the bytes of memory that it holds while it waits. */
  <T> Single<T> submit(long bytes, Operation<T> operation) {
    return Single.create(emitter -> queue.add(new PendingOperation<>(operation, bytes, emitter)));
  }

  long commits() {
    return commits.get();
  }

  /** Runs what waits, and closes the database. */
  Completable closeAsync() {
    return Completable.defer(
        () -> {
          queue.close();
          return closed;
        });
  }

  private void run() {
    List<PendingOperation<?>> batch = queue.take();
    while (!batch.isEmpty()) {
      runTogether(batch);
      batch = queue.take();
    }
    try {
      db.close();
      closed.onComplete();
    } catch (SQLException failure) {
      closed.onError(SqliteFailures.of(failure));
    }
  }

  private void runTogether(List<PendingOperation<?>> batch) {
    try {
      for (PendingOperation<?> operation : batch) {
        operation.run(db);
      }
      db.commit();
      commits.incrementAndGet();
    } catch (SQLException failure) {
      retry(batch, failure);
      return;
    }
    batch.forEach(PendingOperation::emit);
  }

  /** One by one, so that those that can succeed do, such as reads when the disk is full. */
  private void retry(List<PendingOperation<?>> batch, SQLException failure) {
    try {
      db.rollback();
    } catch (SQLException fault) {
      batch.forEach(it -> it.fail(SqliteFailures.of(fault)));
      return;
    }
    if (batch.size() == 1) {
      batch.get(0).fail(SqliteFailures.of(failure));
    } else {
      batch.forEach(it -> runTogether(List.of(it)));
    }
  }
}
