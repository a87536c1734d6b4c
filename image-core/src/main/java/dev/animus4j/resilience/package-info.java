/**
 * How a call is repeated when it failed for a reason that may pass, and kept from a provider that
 * is not well.
 */
@NullMarked
package dev.animus4j.resilience;

import org.jspecify.annotations.NullMarked;
