package dev.animus4j.chat.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latest entries of one conversation. While it is active, the newest are kept as objects; older
 * ones are compressed, and all of them once it is idle. Not thread-safe.
 */
final class ConversationEntries {
  /** Entries per chunk, and the minimum kept as objects: more than a window usually reads. */
  private static final int CHUNK = 32;

  private @Nullable CompressedEntries older;
  private List<HistoryEntry> newest = List.of();
  private int compressedCount;
  private long newestBytes;
  private long compressedBytes;

  /**
   * Appends an entry. At least the latest {@code most} entries are kept, within this many bytes.
   */
  void add(HistoryEntry entry, int most, long bytes) {
    if (newest.isEmpty()) {
      decompressNewest();
    }
    newest.add(entry);
    newestBytes += EntrySize.of(entry);
    if (newest.size() > most) {
      removeOldest();
    }
    if (newest.size() >= 2 * CHUNK) {
      List<HistoryEntry> old = newest.subList(0, CHUNK);
      compress(old);
      old.clear();
      dropOldest(most);
    }
    if (sizeInBytes() > bytes) {
      shrink(bytes);
    }
  }

  /** The approximate memory it holds, in bytes. */
  long sizeInBytes() {
    return newestBytes + compressedBytes;
  }

  private void removeOldest() {
    newestBytes -= EntrySize.of(newest.remove(0));
  }

  private void compress(List<HistoryEntry> entries) {
    older = CompressedEntries.of(entries, older);
    compressedCount += entries.size();
    compressedBytes += EntrySize.of(older);
    entries.forEach(entry -> newestBytes -= EntrySize.of(entry));
  }

  /** Only once a sixteenth is in excess, since it walks through all chunks. */
  private void dropOldest(int most) {
    int kept = most - newest.size();
    if (older != null && compressedCount > kept + most / 16) {
      compressedCount = older.dropOlder(kept);
      measureCompressed();
    }
  }

  private void measureCompressed() {
    compressedBytes = 0;
    for (CompressedEntries it = older; it != null; it = it.older()) {
      compressedBytes += EntrySize.of(it);
    }
  }

  /** Drops the oldest, an eighth more than necessary so that it is rare; keeps the newest. */
  private void shrink(long bytes) {
    long budget = bytes - bytes / 8 - newestBytes;
    int kept = 0;
    long size = 0;
    for (CompressedEntries it = older; it != null; it = it.older()) {
      size += EntrySize.of(it);
      kept += size <= budget ? it.size() : 0;
    }
    older = kept == 0 ? null : older;
    compressedCount = older == null ? 0 : older.dropOlder(kept);
    measureCompressed();
    while (sizeInBytes() > bytes && newest.size() > 1) {
      removeOldest();
    }
  }

  /** The latest {@code limit} entries, oldest first. */
  List<HistoryEntry> latestEntries(int limit) {
    if (limit <= newest.size()) {
      return List.copyOf(newest.subList(newest.size() - limit, newest.size()));
    }
    List<HistoryEntry> latest = new ArrayList<>();
    addBackwards(newest, limit, latest);
    for (CompressedEntries it = older; it != null && latest.size() < limit; it = it.older()) {
      addBackwards(it.entries(), limit, latest);
    }
    Collections.reverse(latest);
    return Collections.unmodifiableList(latest);
  }

  private static void addBackwards(
      List<HistoryEntry> entries, int limit, List<HistoryEntry> latest) {
    for (int at = entries.size() - 1; at >= 0 && latest.size() < limit; at--) {
      latest.add(entries.get(at));
    }
  }

  /** Compresses all entries, until one is appended. */
  void compressAll() {
    if (!newest.isEmpty()) {
      compress(newest);
      newest = List.of();
    }
  }

  private void decompressNewest() {
    newest = new ArrayList<>();
    if (older != null) {
      newest.addAll(older.entries());
      newest.forEach(entry -> newestBytes += EntrySize.of(entry));
      compressedCount -= older.size();
      compressedBytes -= EntrySize.of(older);
      older = older.older();
    }
  }
}
