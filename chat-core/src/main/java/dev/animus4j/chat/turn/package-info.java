/**
 * How an answer becomes turns, when it is whole or while it is made, and when each is due. Pure: no
 * clock, no timer, no Vert.x; chance comes in as an argument.
 */
@NullMarked
package dev.animus4j.chat.turn;

import org.jspecify.annotations.NullMarked;
