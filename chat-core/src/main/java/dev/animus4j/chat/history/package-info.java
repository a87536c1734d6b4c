/**
 * History of conversations: its entries and stores, and the window of it that is sent to a model.
 */
@NullMarked
package dev.animus4j.chat.history;

import org.jspecify.annotations.NullMarked;
