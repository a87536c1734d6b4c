package dev.animus4j.chat.ledger;

import dev.animus4j.chat.history.HistoryEntry;

/**
 * Entry of a history at its place.
 *
 * @param key orders the entries of a conversation
 */
public record StoredEntry(Key key, HistoryEntry entry) {

  /**
   * Place of an entry. New entries have new positions; one that is inserted between two others has
   * the position of the one before, and a higher part.
   */
  public record Key(long position, int part) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      int byPosition = Long.compare(position, other.position);
      return byPosition == 0 ? Integer.compare(part, other.part) : byPosition;
    }
  }
}
