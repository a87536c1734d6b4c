/**
 * Chat models of OpenAI and of compatible servers over HTTP. Animus is one of these, with fields of
 * its own, so that both share the conversion of requests and responses.
 */
@NullMarked
package dev.animus4j.chat.provider.openai;

import org.jspecify.annotations.NullMarked;
