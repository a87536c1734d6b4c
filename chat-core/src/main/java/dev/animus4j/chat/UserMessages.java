package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the user in the history of a conversation: one that is sent again, since it was not
 * answered, is there once. Confined to the context of the conversation.
 */
final class UserMessages {
  private final ConversationState conversation;
  private @Nullable Message unanswered;
  private boolean hasAppended;

  UserMessages(ConversationState conversation) {
    this.conversation = conversation;
  }

  /**
   * Appends a message; not again when it repeats the newest entry, which was not answered.
   *
   * @param mayBeKnown whether an earlier process, or another node, may have appended it
   */
  Flowable<UnstampedEvent> append(Message message, boolean mayBeKnown, ChatOptions options) {
    boolean isRepeated = message.equals(unanswered) || (mayBeKnown && !hasAppended);
    unanswered = null;
    hasAppended = true;
    UnstampedEvent event = UnstampedEvents.messageReceived(message);
    Flowable<UnstampedEvent> append =
        conversation
            .recorder()
            .append(List.of(time -> HistoryEntry.of(message, time)), event, options);
    return isRepeated
        ? newest(options)
            .flatMapPublisher(
                newest ->
                    !newest.isEmpty() && newest.get(0).message().equals(message)
                        ? Flowable.just(event)
                        : append)
        : append;
  }

  private Single<List<HistoryEntry>> newest(ChatOptions options) {
    return conversation.timeout(
        Single.defer(() -> conversation.history().recentEntries(conversation.id(), 1)), options);
  }

  /** The exchange of this message has failed; the user may send it again. */
  void markUnanswered(Message message) {
    unanswered = message;
  }

  /** Another node has the conversation, and may append to it. */
  void onLost() {
    hasAppended = false;
  }
}
