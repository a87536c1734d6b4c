/**
 * How an answer becomes turns, and when each is due. Pure: no clock, no timer, no Vert.x; chance
 * comes in as an argument.
 */
@NullMarked
package dev.animus4j.chat.turn;

import org.jspecify.annotations.NullMarked;
