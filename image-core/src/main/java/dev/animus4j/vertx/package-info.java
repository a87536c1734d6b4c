/**
 * Threading on Vert.x: schedulers on its contexts, the context of the caller, and event loop
 * contexts for shared work.
 */
@NullMarked
package dev.animus4j.vertx;

import org.jspecify.annotations.NullMarked;
