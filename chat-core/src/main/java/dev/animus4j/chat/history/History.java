package dev.animus4j.chat.history;

import dev.animus4j.chat.model.ChatModel;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where conversations are remembered. Nothing may happen before subscription. Calls for one
 * conversation may overlap; each must be atomic. What an implementation fails with ends the
 * exchange.
 */
public interface History {

  /** Adds {@code entry} at the end. */
  Completable append(String conversation, Entry entry);

  /** The latest {@code limit} entries, oldest first; none for an unknown conversation. */
  Single<List<Entry>> recent(String conversation, int limit);

  /**
   * Replaces what is remembered by what {@code change} makes of it, which may be called more than
   * once. An empty result forgets the conversation.
   *
   * @return the entries before the change
   */
  Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change);

  /**
   * What a model is sent of a conversation; see {@link Memory#latest}. A decorator of one's own
   * passes it on to what it decorates.
   *
   * @param model the name of the model; null when none is named
   */
  default Single<List<Entry>> window(String conversation, Memory memory, @Nullable String model) {
    return recent(conversation, memory.reach()).map(entries -> memory.latest(entries, model));
  }

  /**
   * This history, in which {@code model} sums up what is about to leave the window, for the window
   * to begin with. It does so beside the conversation, once a window is three quarters full and the
   * answer is there, and leaves half a window as it is. Nothing is removed: a summary is one more
   * entry, in the place up to which it reaches, and takes the place of the one before. When it
   * fails, that is logged, and tried again with the next answer. A summary of what was edited
   * meanwhile is thrown away.
   *
   * <p>The model is asked by the name of the conversation's own unless it is {@link
   * ChatModel#named}. What a summary says does not change when entries that it covers are edited or
   * deleted one by one; clearing the conversation also clears it.
   */
  default History summarising(ChatModel model) {
    return new SummarisedHistory(this, new Notes(model));
  }

  /**
   * A history in the memory of this JVM: the latest 10,000 entries of each of the 100,000
   * conversations used last, and no more than 256 MB of them. What is beyond is forgotten.
   */
  static History inMemory() {
    return inMemory(100_000, 10_000);
  }

  /** A history in the memory of this JVM, within these limits and 256 MB. */
  static History inMemory(int conversations, int entries) {
    return inMemory(conversations, entries, 256L << 20);
  }

  /**
   * A history in the memory of this JVM, within these limits. Whichever is reached, the
   * conversations that are used least are forgotten, and of one that has more entries, or a
   * sixteenth of the bytes for itself, its oldest; never the newest.
   *
   * @param conversations how many, at most
   * @param entries how many of each
   * @param bytes about how much memory for all of them
   */
  static History inMemory(int conversations, int entries, long bytes) {
    return new InMemoryHistory(conversations, entries, bytes);
  }
}
