/**
 * Hand-written drivers: {@code RawDriver} as a user would write it with WebClient and Jackson,
 * {@code FloorDriver} with as little as possible on the platform's public API.
 */
@NullMarked
package dev.animus4j.benchmarks.vertx;

import org.jspecify.annotations.NullMarked;
