/**
 * A ledger in a file: conversations that outlive the process, without a server. {@link
 * dev.animus4j.chat.ledger.sqlite.SqliteLedger} is all there is to use.
 */
@NullMarked
package dev.animus4j.chat.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
