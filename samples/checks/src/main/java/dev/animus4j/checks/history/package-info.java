/**
 * Check of what clients observed against what a ledger has in the end. The entries and the events
 * of a conversation are lists to which clients only append, and their elements are unique; so
 * sorting is enough, and nothing has to be searched.
 */
@NullMarked
package dev.animus4j.checks.history;

import org.jspecify.annotations.NullMarked;
