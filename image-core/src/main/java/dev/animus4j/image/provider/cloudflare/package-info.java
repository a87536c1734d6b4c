/** Image models of Workers AI, and of workers in front of it. */
@NullMarked
package dev.animus4j.image.provider.cloudflare;

import org.jspecify.annotations.NullMarked;
