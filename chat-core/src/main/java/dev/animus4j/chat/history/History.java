package dev.animus4j.chat.history;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.UnaryOperator;

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
   * A history in the memory of this JVM: the latest 10,000 entries of each of the 100,000
   * conversations used last. What is beyond is forgotten.
   */
  static History inMemory() {
    return inMemory(100_000, 10_000);
  }

  /** A history in the memory of this JVM, within these limits. */
  static History inMemory(int conversations, int entries) {
    return new InMemoryHistory(conversations, entries);
  }
}
