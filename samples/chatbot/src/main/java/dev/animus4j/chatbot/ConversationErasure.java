package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.HistoryEntry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases conversations: all that is stored of them, the images generated in them, and what is in
 * progress or waits to begin. Images that were only attached in them are uploads, or belong to
 * another conversation.
 */
final class ConversationErasure {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationErasure.class);

  private final AnimusClient client;
  private final ServerState serverState;
  private final EventFeed eventFeed;
  private final boolean areEvictedErased;

  /**
   * Creates the erasure.
   *
   * @param areEvictedErased whether conversations for which there is no room are erased; else they
   *     are only counted no longer, as those that are in use at another node must not go
   */
  ConversationErasure(
      AnimusClient client, ServerState serverState, EventFeed eventFeed, boolean areEvictedErased) {
    this.areEvictedErased = areEvictedErased;
    this.client = client;
    this.serverState = serverState;
    this.eventFeed = eventFeed;
  }

  /**
   * Erases a conversation, which then can begin anew; its subscribers are told to read the history.
   * The file of an image that cannot be deleted now is deleted later.
   */
  Completable erase(String conversation) {
    return Completable.defer(
        () -> {
          serverState.tasks().cancel(conversation);
          return client
              .forget(conversation)
              .ignoreElement()
              .andThen(serverState.sessions().remove(conversation))
              .doOnComplete(() -> reset(conversation));
        });
  }

  private void reset(String conversation) {
    serverState.usage().remove(conversation);
    serverState.tasks().forget(conversation);
    eventFeed.reset(conversation);
  }

  /** Erases in the background these conversations, for which there is no room. */
  void evict(List<String> conversations) {
    conversations.forEach(serverState.usage()::remove);
    for (String id : areEvictedErased ? conversations : List.<String>of()) {
      var unused = erase(id).subscribe(() -> {}, ConversationErasure::logFailure);
    }
  }

  private static void logFailure(Throwable failure) {
    LOG.warn("A conversation was not erased: {}", failure.getClass().getSimpleName());
  }

  /** Deletes the oldest entries of a conversation that has become too long. */
  void trim(Chat chat) {
    if (serverState.usage().needsTrimming(chat.id())) {
      var unused =
          chat.history()
              .get()
              .flatMapCompletable(entries -> trimEntries(chat, entries))
              .subscribe(() -> {}, ConversationErasure::logFailure);
    }
  }

  private Completable trimEntries(Chat chat, List<HistoryEntry> entries) {
    int excess = serverState.usage().excess(entries);
    serverState.usage().recordTrim(chat.id(), entries.subList(excess, entries.size()));
    return Flowable.range(0, excess)
        .concatMapSingle(index -> chat.history().delete(0))
        .ignoreElements();
  }
}
