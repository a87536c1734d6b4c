package dev.animus4j.chat.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a ledger keeps what is in it. Exchanges, with the ids of their messages, are kept as
 * long as their events. A running one is kept, and as long as it runs all entries of its
 * conversation are.
 *
 * @param events how long the events of an exchange are kept after its end
 * @param entries how long entries are kept; null for ever
 * @param maxEntries how many of the latest entries of a conversation are kept at most, besides its
 *     latest summary, which stands for those that are not
 */
public record LedgerRetention(Duration events, @Nullable Duration entries, int maxEntries) {

  /** Events for a day, entries for ever. */
  public static final LedgerRetention DEFAULT =
      new LedgerRetention(Duration.ofDays(1), null, Integer.MAX_VALUE);

  /** How long an image may be ordered; after that it is {@link StoredImage.State#LOST}. */
  public static final Duration ORDERED_IMAGES = Duration.ofHours(1);

  /** Rejects limits that keep nothing. */
  public LedgerRetention {
    if (events.isNegative() || (entries != null && entries.isNegative()) || maxEntries < 1) {
      throw new IllegalArgumentException("not a limit: " + events + ", " + entries);
    }
  }

  /** The same with another time for events. */
  public LedgerRetention withEvents(Duration events) {
    return new LedgerRetention(events, entries, maxEntries);
  }

  /** The same with another time for entries; null for ever. */
  public LedgerRetention withEntries(@Nullable Duration entries) {
    return new LedgerRetention(events, entries, maxEntries);
  }

  /** The same with another number of entries. */
  public LedgerRetention withMaxEntries(int maxEntries) {
    return new LedgerRetention(events, entries, maxEntries);
  }
}
