package dev.animus4j.chat.event;

import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/** Archive of events that are not in memory any more, or were published by an earlier process. */
public interface EventArchive {

  /** The first {@code limit} rows that cover an event after this sequence, oldest first. */
  @CheckReturnValue
  Single<List<StoredEvent>> eventsAfter(String conversationId, long sequence, int limit);

  /** The last sequence of a conversation that may have been told; 0 for none. */
  @CheckReturnValue
  Single<Long> lastSequence(String conversationId);
}
