package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.StoredEntry.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that turn stored entries into edited ones: what is equal at the beginning and at the end
 * stays, and what is between is replaced in its places.
 *
 * @param put to be stored, at the places they replace or at new ones
 * @param removed the places that are empty now
 */
record EntryChanges(List<StoredEntry> put, List<Key> removed) {

  /**
   * The changes.
   *
   * @param position the highest position so far; new entries at the end have higher ones
   */
  static EntryChanges of(List<StoredEntry> stored, List<HistoryEntry> edited, long position) {
    int same = commonStart(stored, edited);
    int tail = commonEnd(stored, edited, same);
    List<StoredEntry> replaced = stored.subList(same, stored.size() - tail);
    List<HistoryEntry> replacing = edited.subList(same, edited.size() - tail);
    Key before = same == 0 ? null : stored.get(same - 1).key();
    Key after = tail == 0 ? new Key(Long.MAX_VALUE, 0) : stored.get(stored.size() - tail).key();
    List<Key> keys = keys(before, after, replaced, replacing.size());
    if (tail == 0 || keys == null) {
      List<HistoryEntry> rest = edited.subList(same, edited.size());
      return renumbered(stored.subList(same, stored.size()), rest, position);
    }
    List<StoredEntry> put = new ArrayList<>();
    for (int i = 0; i < replacing.size(); i++) {
      put.add(new StoredEntry(keys.get(i), replacing.get(i)));
    }
    return new EntryChanges(
        put, replaced.stream().skip(replacing.size()).map(StoredEntry::key).toList());
  }

  private static int commonStart(List<StoredEntry> stored, List<HistoryEntry> edited) {
    int same = 0;
    int most = Math.min(stored.size(), edited.size());
    while (same < most && stored.get(same).entry().equals(edited.get(same))) {
      same++;
    }
    return same;
  }

  private static int commonEnd(List<StoredEntry> stored, List<HistoryEntry> edited, int start) {
    int same = 0;
    int most = Math.min(stored.size(), edited.size()) - start;
    while (same < most && isSameFromEnd(stored, edited, same)) {
      same++;
    }
    return same;
  }

  private static boolean isSameFromEnd(
      List<StoredEntry> stored, List<HistoryEntry> edited, int at) {
    return stored.get(stored.size() - 1 - at).entry().equals(edited.get(edited.size() - 1 - at));
  }

  /** The places of so many entries, the replaced ones first; null if there is no room for them. */
  private static @Nullable List<Key> keys(
      @Nullable Key before, Key after, List<StoredEntry> replaced, int count) {
    List<Key> keys = new ArrayList<>(replaced.stream().map(StoredEntry::key).limit(count).toList());
    Key last = keys.isEmpty() ? before : keys.get(keys.size() - 1);
    if (last == null) {
      last = new Key(after.position() - 1, 0);
    }
    while (keys.size() < count) {
      last = new Key(last.position(), last.part() + 1);
      keys.add(last);
    }
    boolean fits = keys.isEmpty() || last.compareTo(after) < 0;
    return fits && last.part() <= Short.MAX_VALUE ? keys : null;
  }

  /** The old places first, as far as they are in use; then new ones at the end. */
  private static EntryChanges renumbered(
      List<StoredEntry> replaced, List<HistoryEntry> rest, long position) {
    boolean shrinks = rest.size() <= replaced.size();
    List<StoredEntry> put = new ArrayList<>();
    for (int i = 0; i < rest.size(); i++) {
      Key key = i < replaced.size() ? replaced.get(i).key() : new Key(++position, 0);
      put.add(new StoredEntry(key, rest.get(i)));
    }
    return new EntryChanges(
        put,
        shrinks ? replaced.stream().skip(rest.size()).map(StoredEntry::key).toList() : List.of());
  }

  boolean isEmpty() {
    return put.isEmpty() && removed.isEmpty();
  }
}
