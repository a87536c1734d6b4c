/**
 * One idea per class, each with a main method. They talk to the provider that the environment
 * names, and to a simulated one when it names none.
 */
@NullMarked
package dev.animus4j.recipes;

import org.jspecify.annotations.NullMarked;
