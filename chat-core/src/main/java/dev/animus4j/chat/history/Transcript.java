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
  private int packed;

  /** Adds one at the end. Of the others, the latest {@code most} are kept, and a few more. */
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
      packed += STRETCH;
      old.clear();
      forget(older, most);
    }
  }

  /** Seldom, since it takes a walk through all that is packed. */
  private void forget(Packed all, int most) {
    int kept = most - newest.size();
    if (packed > kept + most / 16) {
      packed = all.forget(kept);
    }
  }

  /** The latest, oldest first. */
  List<Entry> latest(int limit) {
    if (limit <= newest.size()) {
      return List.copyOf(newest.subList(newest.size() - limit, newest.size()));
    }
    List<Entry> latest = new ArrayList<>();
    addBackwards(newest, limit, latest);
    for (Packed it = older; it != null && latest.size() < limit; it = it.older()) {
      addBackwards(it.entries(), limit, latest);
    }
    Collections.reverse(latest);
    return Collections.unmodifiableList(latest);
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
      packed += newest.size();
      newest = List.of();
    }
  }

  private void wake() {
    newest = new ArrayList<>();
    if (older != null) {
      newest.addAll(older.entries());
      packed -= older.size();
      older = older.older();
    }
  }
}
