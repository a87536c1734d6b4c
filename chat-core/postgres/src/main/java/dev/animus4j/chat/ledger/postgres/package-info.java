/**
 * {@link dev.animus4j.chat.ledger.postgres.PostgresLedger}: conversations in PostgreSQL. {@link
 * dev.animus4j.chat.ledger.postgres.PostgresImageStore}: images in the same database.
 *
 * <pre>{@code
 * import dev.animus4j.chat.ledger.postgres.*;
 *
 * PostgresLedger ledger = PostgresLedger.connect(vertx, "postgresql://bot:secret@db/bots");
 * }</pre>
 */
@NullMarked
package dev.animus4j.chat.ledger.postgres;

import org.jspecify.annotations.NullMarked;
