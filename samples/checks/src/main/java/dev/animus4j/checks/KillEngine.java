package dev.animus4j.checks;

import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.postgres.PostgresClusterLedger;
import dev.animus4j.chat.ledger.postgres.PostgresLedger;
import dev.animus4j.chat.ledger.postgres.PostgresOptions;
import dev.animus4j.chat.ledger.sqlite.SqliteLedger;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Engine of a ledger that outlives its process. */
enum KillEngine {
  SQLITE {
    @Override
    Ledger open(Vertx vertx, String place) {
      return SqliteLedger.open(Path.of(place));
    }
  },
  POSTGRES {
    @Override
    Ledger open(Vertx vertx, String place) {
      return PostgresLedger.connect(vertx, place);
    }
  },
  CLUSTER {
    @Override
    Vertx vertx(String place) {
      return ClusteredVertx.start(place);
    }

    @Override
    Ledger open(Vertx vertx, String place) {
      return PostgresClusterLedger.join(vertx, PostgresOptions.of(place), LEASE);
    }
  };

  static final Duration LEASE = Duration.ofSeconds(2);

  /** The engine of this name, in lower case. */
  static KillEngine of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether several clients share the ledger at the same time. */
  boolean isShared() {
    return this == CLUSTER;
  }

  /** A Vert.x for the clients of this ledger. */
  Vertx vertx(String place) {
    return Vertx.vertx();
  }

  /** Opens the ledger at this place: a file, or the URI of a database. */
  abstract Ledger open(Vertx vertx, String place);
}
