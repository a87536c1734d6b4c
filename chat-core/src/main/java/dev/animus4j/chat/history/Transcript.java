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
  private long weightOfNewest;
  private long weightOfPacked;

  /**
   * Adds one at the end. Of the others, the latest {@code most} are kept, and a few more, but no
   * more than weigh so many bytes.
   */
  void add(Entry entry, int most, long bytes) {
    if (newest.isEmpty()) {
      wake();
    }
    newest.add(entry);
    weightOfNewest += EntryWeight.of(entry);
    if (newest.size() > most) {
      removeOldest();
    }
    if (newest.size() >= 2 * STRETCH) {
      List<Entry> old = newest.subList(0, STRETCH);
      pack(old);
      old.clear();
      forget(most);
    }
    if (weight() > bytes) {
      shrink(bytes);
    }
  }

  /** About how much memory it holds, in bytes. */
  long weight() {
    return weightOfNewest + weightOfPacked;
  }

  private void removeOldest() {
    weightOfNewest -= EntryWeight.of(newest.remove(0));
  }

  private void pack(List<Entry> entries) {
    older = Packed.of(entries, older);
    packed += entries.size();
    weightOfPacked += EntryWeight.of(older);
    entries.forEach(entry -> weightOfNewest -= EntryWeight.of(entry));
  }

  /** Seldom, since it takes a walk through all that is packed. */
  private void forget(int most) {
    int kept = most - newest.size();
    if (older != null && packed > kept + most / 16) {
      packed = older.forget(kept);
      weighPacked();
    }
  }

  private void weighPacked() {
    weightOfPacked = 0;
    for (Packed it = older; it != null; it = it.older()) {
      weightOfPacked += EntryWeight.of(it);
    }
  }

  /** The oldest go, an eighth more than have to so that it is seldom; the newest always stays. */
  private void shrink(long bytes) {
    long enough = bytes - bytes / 8 - weightOfNewest;
    int kept = 0;
    long weight = 0;
    for (Packed it = older; it != null; it = it.older()) {
      weight += EntryWeight.of(it);
      kept += weight <= enough ? it.size() : 0;
    }
    older = kept == 0 ? null : older;
    packed = older == null ? 0 : older.forget(kept);
    weighPacked();
    while (weight() > bytes && newest.size() > 1) {
      removeOldest();
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
      pack(newest);
      newest = List.of();
    }
  }

  private void wake() {
    newest = new ArrayList<>();
    if (older != null) {
      newest.addAll(older.entries());
      newest.forEach(entry -> weightOfNewest += EntryWeight.of(entry));
      packed -= older.size();
      weightOfPacked -= EntryWeight.of(older);
      older = older.older();
    }
  }
}
