package dev.animus4j.chat.ledger.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import org.jspecify.annotations.Nullable;

/** Connection that is opened when it is needed, and again when it was lost. Used on one context. */
final class HeldConnection {
  private final PostgresConnections connections;
  private @Nullable Future<PgConnection> latest;

  HeldConnection(PostgresConnections connections) {
    this.connections = connections;
  }

  Future<PgConnection> get() {
    Future<PgConnection> known = latest;
    if (known != null) {
      return known;
    }
    Future<PgConnection> opening = connections.connect();
    latest = opening;
    return opening
        .onFailure(refused -> forget(opening))
        .onSuccess(opened -> opened.closeHandler(closed -> forget(opening)));
  }

  private void forget(Future<PgConnection> lost) {
    if (latest == lost) {
      latest = null;
    }
  }

  /** Closes it without waiting for what was sent on it. */
  void close() {
    Future<PgConnection> known = latest;
    latest = null;
    if (known != null) {
      known.onSuccess(PostgresConnections::kill);
    }
  }
}
