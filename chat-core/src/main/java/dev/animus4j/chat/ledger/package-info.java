/**
 * Ledgers: stores in which conversations outlive the process. A {@link Ledger} writes whatever
 * becomes true at once as one {@link Step}: entries of the history, events, the state of exchanges,
 * and images. What a client does with it is in {@code dev.animus4j.chat}; an engine only stores.
 */
@NullMarked
package dev.animus4j.chat.ledger;

import org.jspecify.annotations.NullMarked;
