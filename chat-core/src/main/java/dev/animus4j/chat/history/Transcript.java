package dev.animus4j.chat.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest entries of one conversation. While it goes on, the newest are kept as they are, to be
 * read and added to; older ones are packed, and all of them once it rests. Not thread-safe.
 */
final class Transcript {
  /** So many are packed together, and at least as many kept as they are: more than is read. */
  private static final int STRETCH = 32;

  private @Nullable Packed older;
  private List<Entry> newest = List.of();

  /** Adds one at the end. Of the others, not many more than the latest {@code most} are kept. */
  void add(Entry entry, int most) {
    if (newest.isEmpty()) {
      wake();
    }
    newest.add(entry);
    if (newest.size() > most) {
      newest.remove(0);
    }
    if (newest.size() >= 2 * STRETCH) {
      List<Entry> old = newest.subList(0, STRETCH);
      older = Packed.of(old, older);
      older.forget(most);
      old.clear();
    }
  }

  /** The latest, oldest first. */
  List<Entry> latest(int limit) {
    List<Entry> latest = new ArrayList<>();
    addBackwards(newest, limit, latest);
    for (Packed it = older; it != null && latest.size() < limit; it = it.older()) {
      addBackwards(it.entries(), limit, latest);
    }
    Collections.reverse(latest);
    return latest;
  }

  private static void addBackwards(List<Entry> entries, int limit, List<Entry> latest) {
    for (int at = entries.size() - 1; at >= 0 && latest.size() < limit; at--) {
      latest.add(entries.get(at));
    }
  }

  /** Packs everything, until something is added. */
  void rest() {
    if (!newest.isEmpty()) {
      older = Packed.of(newest, older);
      newest = List.of();
    }
  }

  private void wake() {
    newest = new ArrayList<>();
    if (older != null) {
      newest.addAll(older.entries());
      older = older.older();
    }
  }
}
