/**
 * What every provider needs to speak HTTP: one transport, JSON, event streams, credentials, and the
 * mapping from what went wrong to {@link dev.animus4j.failure.AnimusException}.
 *
 * <p>There is one transport, the Vert.x {@code HttpClient}, for JSON, event streams and image
 * bodies alike. The Vert.x {@code WebClient} is not used, because it can neither cancel a call in
 * flight, nor notice that a body stalled, nor stop reading a body that is too large.
 *
 * <p>Nothing here logs, and no message contains a key, a query string or a whole body.
 */
@NullMarked
package dev.animus4j.http;

import org.jspecify.annotations.NullMarked;
