/**
 * A random world around a client, in virtual time and on one thread: a seed makes the same world
 * again. Users, models, stores and listeners do what they like; after each step it is checked what
 * must hold whatever they do.
 */
@NullMarked
package dev.animus4j.checks.simulation;

import org.jspecify.annotations.NullMarked;
