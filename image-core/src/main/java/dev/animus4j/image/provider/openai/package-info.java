/** Image model in the OpenAI dialect, for OpenAI and compatible servers. */
@NullMarked
package dev.animus4j.image.provider.openai;

import org.jspecify.annotations.NullMarked;
