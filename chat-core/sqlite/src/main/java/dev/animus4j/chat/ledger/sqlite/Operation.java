package dev.animus4j.chat.ledger.sqlite;

import java.sql.SQLException;

/**
 * What is done in one transaction, perhaps with others. It may be run again, when the transaction
 * fails.
 */
interface Operation<T> {
  T run(Statements db) throws SQLException;
}
