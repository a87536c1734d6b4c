/**
 * HTTP client for all providers: transport, JSON, credentials, timeouts, and the mapping of error
 * responses to {@link dev.animus4j.failure.AnimusException}. Event streams are parsed in {@link
 * dev.animus4j.http.sse}.
 *
 * <p>There is one transport, the Vert.x {@code HttpClient}, for JSON, event streams and image
 * bodies alike. The Vert.x {@code WebClient} is not used, because it can neither cancel a call in
 * flight, nor detect a stalled body, nor stop reading a body that is too large.
 *
 * <p>Nothing here logs, and no message contains a key, a query string or a whole body.
 */
@NullMarked
package dev.animus4j.http;

import org.jspecify.annotations.NullMarked;
