/**
 * Splitting of replies into turns, complete or while streamed, and their typing delays. Pure: no
 * clock, no timer, no Vert.x; randomness is an argument.
 */
@NullMarked
package dev.animus4j.chat.turn;

import org.jspecify.annotations.NullMarked;
