/**
 * Chat models of Google Gemini over HTTP: {@link dev.animus4j.chat.provider.gemini.GeminiChat}
 * converts requests to {@code generateContent} and its responses back.
 */
@NullMarked
package dev.animus4j.chat.provider.gemini;

import org.jspecify.annotations.NullMarked;
