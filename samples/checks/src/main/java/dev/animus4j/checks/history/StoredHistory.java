package dev.animus4j.checks.history;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.StoredEntry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is stored in the end.
 *
 * @param files in the image store
 */
public record StoredHistory(List<Conversation> conversations, Set<URI> files) {

  /** Copies the collections. */
  public StoredHistory {
    conversations = List.copyOf(conversations);
    files = Set.copyOf(files);
  }

  /**
   * What a ledger has of a conversation.
   *
   * @param exchanges the exchanges of message ids
   * @param images the locations of images
   */
  public record Conversation(
      String id,
      List<StoredEntry> entries,
      List<StoredEvent> events,
      Map<String, String> exchanges,
      Set<URI> images) {

    /** Copies the collections. */
    public Conversation {
      entries = List.copyOf(entries);
      events = List.copyOf(events);
      exchanges = Map.copyOf(exchanges);
      images = Set.copyOf(images);
    }

    /** The events of this type, in their order. */
    <E> List<E> eventsOf(Class<E> type) {
      return events.stream()
          .map(StoredEvent::event)
          .filter(type::isInstance)
          .map(type::cast)
          .toList();
    }
  }
}
