/**
 * HTTP client for all providers: transport, JSON, credentials, timeouts, and the mapping of error
 * responses to {@link dev.animus4j.failure.AnimusException}. Event streams are parsed in {@link
 * dev.animus4j.http.sse}.
 *
 * <p>Plain calls, such as those for tokens, generations and their status, go through the Vert.x
 * {@code WebClient}, which collects their responses; its interceptor hands over the request, so
 * that a call in flight can be limited and cancelled. What models answer goes through the {@code
 * HttpClient} beneath, on the same pool: of event streams and images because a codec of the {@code
 * WebClient} takes a truncated body for a complete one, and cannot stop before its end; of whole
 * completions because collecting them took 8 % more processor time. Forms with images are written
 * by {@link dev.animus4j.http.StreamedRequestBody}, because the platform's forms take whole
 * buffers, or files that they read on the event loop.
 *
 * <p>Nothing here logs, and no message contains a key, a query string or a whole body.
 */
@NullMarked
package dev.animus4j.http;

import org.jspecify.annotations.NullMarked;
