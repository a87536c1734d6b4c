/**
 * Image models of the Animus platform: one synchronous, and one with asynchronous generations that
 * are polled.
 */
@NullMarked
package dev.animus4j.image.provider.animus;

import org.jspecify.annotations.NullMarked;
