/** Long-running checks with figures, run by name. */
@NullMarked
package dev.animus4j.checks;

import org.jspecify.annotations.NullMarked;
