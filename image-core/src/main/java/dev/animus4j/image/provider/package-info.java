/** Image models, one class for each protocol that providers speak. */
@NullMarked
package dev.animus4j.image.provider;

import org.jspecify.annotations.NullMarked;
