/**
 * Recipes: one idea per class, each with a main method. They use the provider that the environment
 * configures, or a simulated one if it configures none.
 */
@NullMarked
package dev.animus4j.recipes;

import org.jspecify.annotations.NullMarked;
