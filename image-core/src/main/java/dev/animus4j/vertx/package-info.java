/**
 * Threading on Vert.x: schedulers on its contexts, the context of the caller, and event loop
 * contexts for shared work; and what runs serially, whatever the thread.
 */
@NullMarked
package dev.animus4j.vertx;

import org.jspecify.annotations.NullMarked;
