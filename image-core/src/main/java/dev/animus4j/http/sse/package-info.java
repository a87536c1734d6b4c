/**
 * Parser for server-sent events (WHATWG HTML), fed the bytes of a response as they arrive. Events
 * are read one by one, or as views of the buffer they arrived in.
 */
@NullMarked
package dev.animus4j.http.sse;

import org.jspecify.annotations.NullMarked;
