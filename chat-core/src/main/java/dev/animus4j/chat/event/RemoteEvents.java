package dev.animus4j.chat.event;

import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/** Events of conversations that other nodes have. */
public interface RemoteEvents {

  /** Whether this node has the conversation, and so publishes its events. */
  boolean isLocal(String conversationId);

  /**
   * The next events of a conversation after this sequence, oldest first: at once if there are any,
   * else as soon as there is one, or none after a while. They are those of the node that has it;
   * when that cannot be asked, those of the archive.
   *
   * @return fails with {@link dev.animus4j.failure.AnimusException.InvalidRequest} when they are
   *     not kept
   */
  @CheckReturnValue
  Single<List<ChatEvent>> eventsAfter(String conversationId, long sequence);

  /** The sequence of the latest event of a conversation. */
  @CheckReturnValue
  Single<Long> lastSequence(String conversationId);
}
