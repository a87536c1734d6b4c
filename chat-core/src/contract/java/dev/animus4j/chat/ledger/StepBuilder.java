package dev.animus4j.chat.ledger;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Steps of one conversation, for tests. */
public final class StepBuilder {
  /** The time of all that is built here. */
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private final String conversationId;
  private final List<StoredEvent> events = new ArrayList<>();
  private final List<StoredEntry> entries = new ArrayList<>();
  private final List<StoredEntry.Key> removed = new ArrayList<>();
  private final List<StoredExchange> exchanges = new ArrayList<>();
  private final List<StoredImage> images = new ArrayList<>();
  private long reserved;

  private StepBuilder(String conversationId) {
    this.conversationId = conversationId;
  }

  /** An empty step of this conversation. */
  public static StepBuilder step(String conversationId) {
    return new StepBuilder(conversationId);
  }

  /** A step with an event and an entry, as of a message. */
  public static Step message(String conversationId, long number, String text) {
    return step(conversationId).event("x", number, text).entry(number, text).build();
  }

  /** An entry with this text. */
  public static HistoryEntry entry(String text) {
    return HistoryEntry.of(Message.user(text), NOW);
  }

  /** An event with this text. */
  public ChatEvent received(String exchangeId, long sequence, String text) {
    EventStamp stamp = new EventStamp(conversationId, exchangeId, sequence, NOW);
    return new MessageReceived(stamp, text, List.of());
  }

  /** Adds an event with one number. */
  public StepBuilder event(String exchangeId, long sequence, String text) {
    return events(sequence, sequence, exchangeId, text);
  }

  /** Adds a row that covers several events. */
  public StepBuilder events(long first, long last, String exchangeId, String text) {
    events.add(new StoredEvent(first, received(exchangeId, last, text)));
    return this;
  }

  /** Adds an entry. */
  public StepBuilder entry(long position, String text) {
    return entry(position, 0, entry(text));
  }

  /** Adds an entry. */
  public StepBuilder entry(long position, int part, HistoryEntry entry) {
    entries.add(new StoredEntry(new StoredEntry.Key(position, part), entry));
    return this;
  }

  /** Removes an entry. */
  public StepBuilder without(long position, int part) {
    removed.add(new StoredEntry.Key(position, part));
    return this;
  }

  /** Adds a running exchange. */
  public StepBuilder running(String exchangeId, String... messageIds) {
    return exchange(exchangeId, StoredExchange.State.RUNNING, NOW, messageIds);
  }

  /** Adds a completed exchange. */
  public StepBuilder completed(String exchangeId, String... messageIds) {
    return exchange(exchangeId, StoredExchange.State.COMPLETED, NOW, messageIds);
  }

  /** Adds an exchange. */
  public StepBuilder exchange(
      String exchangeId, StoredExchange.State state, Instant since, String... messageIds) {
    boolean keepsMessageIds = state == StoredExchange.State.COMPLETED;
    exchanges.add(
        new StoredExchange(exchangeId, state, since, Set.of(messageIds), keepsMessageIds));
    return this;
  }

  /** Adds an image that was ordered. */
  public StepBuilder ordered(String imageId) {
    images.add(new StoredImage(imageId, "x", StoredImage.State.ORDERED, NOW, null));
    return this;
  }

  /** Adds an image that was stored. */
  public StepBuilder stored(String imageId, Image image) {
    images.add(new StoredImage(imageId, "x", StoredImage.State.STORED, NOW, image));
    return this;
  }

  /** Reserves numbers. */
  public StepBuilder reserved(long reserved) {
    this.reserved = reserved;
    return this;
  }

  /** The step. */
  public Step build() {
    return new Step(reserved, events, entries, removed, exchanges, images);
  }
}
