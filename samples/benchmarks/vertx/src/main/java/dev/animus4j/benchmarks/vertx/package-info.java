/**
 * The same work by hand: {@code RawDriver} as a user would write it with WebClient and Jackson,
 * {@code FloorDriver} as little as can be done at all with the platform's public API.
 */
@NullMarked
package dev.animus4j.benchmarks.vertx;

import org.jspecify.annotations.NullMarked;
