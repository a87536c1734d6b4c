package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.image.Image;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates an event once its stamp is known: sequence and time are assigned when it is published.
 */
@FunctionalInterface
interface UnstampedEvent {
  ChatEvent toEvent(EventStamp eventStamp);

  /** The entries that become part of the history with it; each may turn out to be none. */
  default List<Function<Instant, @Nullable HistoryEntry>> entries() {
    return List.of();
  }

  /** The images that become known with it. */
  default List<Image> images() {
    return List.of();
  }

  /** The same event, with which these entries become part of the history. */
  default UnstampedEvent withEntries(List<Function<Instant, @Nullable HistoryEntry>> entries) {
    return entries.isEmpty() ? this : new EventWithEntries(this, entries, images());
  }

  /** The same event, with which these images become known. */
  default UnstampedEvent withImages(List<Image> images) {
    return images.isEmpty() ? this : new EventWithEntries(this, entries(), images);
  }

  /** An event, and what else becomes true with it. */
  record EventWithEntries(
      UnstampedEvent event,
      List<Function<Instant, @Nullable HistoryEntry>> entries,
      List<Image> images)
      implements UnstampedEvent {

    @Override
    public ChatEvent toEvent(EventStamp eventStamp) {
      return event.toEvent(eventStamp);
    }
  }
}
