/**
 * Splitting of replies into turns, when they are complete or while they are streamed, and the
 * typing delays of turns. The code is pure: it uses no clock, no timer and no Vert.x, and takes
 * randomness as an argument.
 */
@NullMarked
package dev.animus4j.chat.turn;

import org.jspecify.annotations.NullMarked;
