package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Latest entries of a conversation as its owner knows them, so that they need not be read for every
 * message. Changed on the context of the conversation, but for {@link #set}; read on any thread.
 */
final class RecentEntries {
  private static final int MAX_ENTRIES = 256;
  private static final int MAX_CHARS = 256 << 10;

  /** What is known is read again after this time: a ledger drops entries that are too old. */
  private static final long MAX_AGE_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final long NEVER = -1;

  private Known known = new Known(0, List.of(), false, NEVER);
  private boolean steady;

  /**
   * What is known.
   *
   * @param version differs from that of anything that was known before
   * @param entries the latest, oldest first, up to the last step that is stored
   * @param whole whether there are no older ones
   * @param readAt when they were read, in milliseconds; negative if nothing is known
   */
  record Known(long version, List<HistoryEntry> entries, boolean whole, long readAt) {

    /** The latest of these, as far as they are few and small. */
    private Known next(List<HistoryEntry> latest, boolean all, long time) {
      int from = latest.size();
      long chars = 0;
      while (from > 0 && latest.size() - from < MAX_ENTRIES && chars < MAX_CHARS) {
        from--;
        chars += latest.get(from).message().content().length();
      }
      List<HistoryEntry> kept = List.copyOf(latest.subList(from, latest.size()));
      return new Known(version + 1, kept, all && from == 0, time);
    }

    boolean has(int limit, long now) {
      boolean isFresh = readAt >= 0 && now - readAt < MAX_AGE_MILLIS;
      return isFresh && (whole || entries.size() >= limit);
    }

    List<HistoryEntry> latest(int limit) {
      return entries.subList(Math.max(0, entries.size() - limit), entries.size());
    }
  }

  /** What is known now, to be given to {@link #set} with what is read. */
  synchronized Known known() {
    return known;
  }

  /** Sets the latest {@code limit} entries, unless a step was on its way since {@code before}. */
  synchronized void set(Known before, List<HistoryEntry> latest, int limit, long now) {
    if (steady && before.version() == known.version()) {
      known = known.next(latest, latest.size() < limit, now);
    }
  }

  /** A step that changes entries is on its way. */
  synchronized void beginStep() {
    steady = false;
    known = new Known(known.version() + 1, known.entries(), known.whole(), known.readAt());
  }

  /** The step is stored, and has added these at the end. */
  synchronized void endStep(List<HistoryEntry> appended) {
    if (!appended.isEmpty()) {
      steady = true;
      List<HistoryEntry> latest = new ArrayList<>(known.entries());
      latest.addAll(known.readAt() < 0 ? List.of() : appended);
      known = known.next(latest, known.whole(), known.readAt());
    }
  }

  /** Nothing is known from now on; {@code owned} by this client, it may be read. */
  synchronized void forget(boolean owned) {
    steady = owned;
    known = known.next(List.of(), false, NEVER);
  }
}
