/**
 * Simulation of a random world around a client, in virtual time and on one thread: a seed
 * reproduces its world. Users, models, stores and subscribers behave randomly; after each step the
 * invariants are verified that hold whatever they do.
 */
@NullMarked
package dev.animus4j.checks.simulation;

import org.jspecify.annotations.NullMarked;
