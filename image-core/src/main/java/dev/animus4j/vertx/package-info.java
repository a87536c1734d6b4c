/**
 * Where things run on Vert.x: schedulers on its contexts, the context of whoever calls, and event
 * loops for work that is nobody's in particular.
 */
@NullMarked
package dev.animus4j.vertx;

import org.jspecify.annotations.NullMarked;
