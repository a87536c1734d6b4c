package dev.animus4j.chat.history;

import dev.animus4j.chat.model.ChatModel;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Store of the history of conversations. Nothing may happen before subscription. Calls for one
 * conversation may overlap; each must be atomic. A failure of the store fails the exchange.
 */
public interface HistoryStore {

  /** Appends {@code entry}. */
  @CheckReturnValue
  Completable append(String conversation, HistoryEntry entry);

  /** The latest {@code limit} entries, oldest first; none for an unknown conversation. */
  @CheckReturnValue
  Single<List<HistoryEntry>> recentEntries(String conversation, int limit);

  /**
   * Replaces the entries by the result of {@code change}, which may be called more than once. An
   * empty result deletes the conversation.
   *
   * @return the entries before the change
   */
  @CheckReturnValue
  Single<List<HistoryEntry>> edit(String conversation, UnaryOperator<List<HistoryEntry>> change);

  /**
   * The entries of a conversation to send to a model; see {@link HistoryWindow#select}. A decorator
   * should delegate this method too.
   *
   * @param model the name of the model; null when none is named
   */
  @CheckReturnValue
  default Single<List<HistoryEntry>> window(
      String conversation, HistoryWindow window, @Nullable String model) {
    return recentEntries(conversation, window.lookback())
        .map(entries -> window.select(entries, model));
  }

  /**
   * Notifies a decorator of an entry that was appended by other means than {@link #append}, as a
   * client with a {@link dev.animus4j.chat.AnimusClientBuilder#ledger ledger} does.
   */
  default void notifyAppended(String conversation, HistoryEntry entry) {}

  /**
   * This store, in which {@code model} summarises the entries about to leave the window; the window
   * begins with the summary. This runs beside the conversation, once a window is three quarters
   * full and the reply is appended, and leaves half a window unsummarised. Nothing is removed: a
   * summary is an additional entry after the last one it covers, and replaces the previous summary.
   * A failure is logged, and retried with the next reply. A summary of entries edited meanwhile is
   * discarded.
   *
   * <p>The request names the model of the conversation unless {@link ChatModel#withModel} sets
   * another. A summary does not change when entries that it covers are edited or deleted one by
   * one; clearing the conversation also clears it.
   */
  default HistoryStore withSummaries(ChatModel model) {
    return new SummarisingHistoryStore(this, new ConversationSummariser(model));
  }

  /**
   * A store in the memory of this JVM: the latest 10,000 entries of each of the 100,000 most
   * recently used conversations, and at most 256 MB. Anything beyond is evicted.
   */
  static HistoryStore inMemory() {
    return inMemory(100_000, 10_000);
  }

  /** A store in the memory of this JVM, within these limits and 256 MB. */
  static HistoryStore inMemory(int conversations, int entries) {
    return inMemory(conversations, entries, 256L << 20);
  }

  /**
   * A store in the memory of this JVM, within these limits. Beyond them, the least used
   * conversations are evicted, and of one with more entries, or more than a sixteenth of the bytes,
   * the oldest entries; never the newest.
   *
   * @param conversations maximum number of conversations
   * @param entries maximum number of entries of each
   * @param bytes approximate maximum memory for all of them
   */
  static HistoryStore inMemory(int conversations, int entries, long bytes) {
    return new InMemoryHistoryStore(conversations, entries, bytes);
  }
}
