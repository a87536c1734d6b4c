@NullMarked
package dev.animus4j.simulator;

import org.jspecify.annotations.NullMarked;
