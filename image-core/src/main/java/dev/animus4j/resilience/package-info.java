/**
 * Resilience of provider calls: retries with backoff, circuit breaker, rate limit, and limits of
 * concurrent calls and of bytes in flight.
 */
@NullMarked
package dev.animus4j.resilience;

import org.jspecify.annotations.NullMarked;
