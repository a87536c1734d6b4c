package dev.animus4j.chat.ledger;

import dev.animus4j.chat.event.StoredEvent;
import java.util.List;

/**
 * What becomes true of a conversation at once.
 *
 * @param reserved the highest sequence that may be told before its event is stored; 0 for none
 * @param events in the order of their sequences; they cover all numbers from the last one stored on
 * @param entries to be added, or to replace those with the same keys
 * @param removed the keys of entries to be removed, before {@code entries} are added
 * @param exchanges to be added, or their new states
 * @param images to be added, or their new states
 */
public record Step(
    long reserved,
    List<StoredEvent> events,
    List<StoredEntry> entries,
    List<StoredEntry.Key> removed,
    List<StoredExchange> exchanges,
    List<StoredImage> images) {

  /** Copies the lists. */
  public Step {
    events = List.copyOf(events);
    entries = List.copyOf(entries);
    removed = List.copyOf(removed);
    exchanges = List.copyOf(exchanges);
    images = List.copyOf(images);
  }
}
