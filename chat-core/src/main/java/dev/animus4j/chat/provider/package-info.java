/**
 * Chat models behind HTTP. Animus speaks the dialect of OpenAI with fields of its own, so that both
 * share one reading of it.
 */
@NullMarked
package dev.animus4j.chat.provider;

import org.jspecify.annotations.NullMarked;
