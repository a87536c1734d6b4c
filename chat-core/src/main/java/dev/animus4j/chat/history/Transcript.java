package dev.animus4j.chat.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The latest entries of one conversation. While it goes on, the newest are kept as they are, to be
 * read and added to; older ones are packed, and all of them once it rests. Not thread-safe.
 */
final class Transcript {
  /** So many are packed together, and at least as many kept as they are: more than is read. */
  private static final int STRETCH = 32;

  private final int most;
  private final Deque<Packed> older = new ArrayDeque<>(1);
  private List<Entry> newest = List.of();
  private int size;

  /** At least {@code most} are kept, and not many more. */
  Transcript(int most) {
    this.most = most;
  }

  void add(Entry entry) {
    if (newest.isEmpty()) {
      newest = new ArrayList<>(older.isEmpty() ? List.of() : older.removeLast().entries());
    }
    newest.add(entry);
    size++;
    forget();
    if (newest.size() >= 2 * STRETCH) {
      List<Entry> old = newest.subList(0, STRETCH);
      older.addLast(Packed.of(old));
      old.clear();
    }
  }

  private void forget() {
    if (!older.isEmpty() && size - older.getFirst().size() >= most) {
      size -= older.removeFirst().size();
    } else if (newest.size() > most) {
      newest.remove(0);
      size--;
    }
  }

  /** The latest of those that are kept, oldest first. */
  List<Entry> latest(int limit) {
    List<Entry> latest = new ArrayList<>();
    addBackwards(newest, limit, latest);
    Iterator<Packed> before = older.descendingIterator();
    while (before.hasNext() && latest.size() < limit) {
      addBackwards(before.next().entries(), limit, latest);
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
      older.addLast(Packed.of(newest));
      newest = List.of();
    }
  }
}
