/** Queue of image requests with limited concurrency, in which keys, such as users, take turns. */
@NullMarked
package dev.animus4j.image.queue;

import org.jspecify.annotations.NullMarked;
