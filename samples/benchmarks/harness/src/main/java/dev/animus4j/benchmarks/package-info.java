/**
 * What the measured programs have in common: a driver says how to do a piece of work, a loop does
 * it over and over with so many at once, a meter says what that took.
 */
@NullMarked
package dev.animus4j.benchmarks;

import org.jspecify.annotations.NullMarked;
