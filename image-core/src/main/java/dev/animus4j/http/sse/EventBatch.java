package dev.animus4j.http.sse;

import java.util.Iterator;

/**
 * Events that arrived together, be it none. Iterate once, and to its end.
 *
 * @param last whether this is the end of the stream: it has at most the event that the end broke
 *     off
 */
public record EventBatch(Iterator<ServerSentEventView> iterator, boolean last)
    implements Iterable<ServerSentEventView> {}
