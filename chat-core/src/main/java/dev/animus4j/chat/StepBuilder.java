package dev.animus4j.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.StoredExchange;
import dev.animus4j.chat.ledger.StoredImage;
import dev.animus4j.image.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Step in the making: of records that are stored at once. */
final class StepBuilder {
  private final ConversationState conversation;
  private final Set<String> running;
  private final List<StoredEvent> events = new ArrayList<>();
  private final List<StoredEntry> entries = new ArrayList<>(2);
  private final List<HistoryEntry> appended = new ArrayList<>(2);
  private final List<StoredEntry.Key> removed = new ArrayList<>(0);
  private final Map<String, StoredExchange> exchanges = new LinkedHashMap<>(2);
  private final Map<String, StoredImage> images = new LinkedHashMap<>(0);
  private final List<@Nullable ChatEvent> published = new ArrayList<>();
  private final List<Runnable> undo = new ArrayList<>();
  private long sequence;
  private long position;
  private long covered;

  /**
   * An empty step.
   *
   * @param before the numbers after the step before
   * @param sequence the last number that was used, for deltas too
   */
  StepBuilder(ConversationState conversation, StepNumbers before, long sequence) {
    this.conversation = conversation;
    this.running = new LinkedHashSet<>(before.running());
    this.sequence = sequence;
    this.position = before.position();
    this.covered = before.stored();
  }

  /** Adds deltas that are published already, and then records. */
  StepBuilder addAll(List<StoredEvent> deltas, List<PendingRecord> records) {
    addPublished(deltas);
    records.forEach(this::add);
    return this;
  }

  private void addPublished(List<StoredEvent> deltas) {
    for (StoredEvent delta : deltas) {
      events.add(new StoredEvent(covered + 1, delta.event(), delta.deltaLengths()));
      covered = delta.last();
    }
  }

  private void add(PendingRecord pending) {
    Instant now = Instant.ofEpochMilli(conversation.now());
    for (Function<Instant, @Nullable HistoryEntry> entry : pending.entries()) {
      HistoryEntry created = entry.apply(now);
      if (created != null) {
        entries.add(new StoredEntry(new StoredEntry.Key(++position, 0), created));
        appended.add(created);
      }
    }
    RecordedExchange exchange = pending.exchange();
    published.add(
        exchange == null || pending.event() == null ? null : add(exchange, pending.event()));
  }

  private ChatEvent add(RecordedExchange exchange, UnstampedEvent unstamped) {
    ChatEvent event = exchange.stamp(unstamped, conversation.stamp(exchange.id(), ++sequence));
    events.add(new StoredEvent(covered + 1, event));
    covered = sequence;
    addExchange(exchange, event);
    addImage(event, unstamped.images());
    return event;
  }

  private void addExchange(RecordedExchange exchange, ChatEvent event) {
    String id = exchange.id();
    Instant since = event.stamp().timestamp();
    Set<String> ids = exchange.takeMessageIds();
    undo.add(() -> exchange.untake(event, ids));
    if (event instanceof ExchangeCompleted end) {
      StoredExchange.State state = StoredExchange.State.valueOf(end.outcome().name());
      boolean keepsMessageIds = end.messages() + end.images() > 0;
      exchanges.put(id, new StoredExchange(id, state, since, ids, keepsMessageIds));
      running.remove(id);
    } else if (running.add(id) || !ids.isEmpty()) {
      exchanges.put(id, new StoredExchange(id, StoredExchange.State.RUNNING, since, ids, false));
    }
  }

  private void addImage(ChatEvent event, List<Image> made) {
    if (event instanceof ImageGenerationStarted started) {
      put(started.imageId(), event, StoredImage.State.ORDERED, null);
    } else if (event instanceof ImageGenerationFailed failed) {
      put(failed.imageId(), event, StoredImage.State.LOST, null);
    } else if (event instanceof ImageGenerationCompleted completed) {
      put(completed.imageId(), event, StoredImage.State.STORED, made.get(0));
    } else {
      made.forEach(image -> put(attachmentId(image), event, StoredImage.State.STORED, image));
    }
  }

  /** The same however often an image is attached. */
  private static String attachmentId(Image image) {
    return UUID.nameUUIDFromBytes(image.location().toString().getBytes(UTF_8)).toString();
  }

  private void put(String id, ChatEvent event, StoredImage.State state, @Nullable Image image) {
    images.put(
        id, new StoredImage(id, event.exchangeId(), state, event.stamp().timestamp(), image));
  }

  /** Lets the records be added to another step: this one is not stored. */
  void undo() {
    undo.forEach(Runnable::run);
  }

  /** Adds changes of the history. */
  void add(EntryChanges changes) {
    entries.addAll(changes.put());
    removed.addAll(changes.removed());
    changes.put().forEach(it -> position = Math.max(position, it.key().position()));
  }

  /** Whether it changes the history in another way than by adding entries at the end. */
  boolean isEdit() {
    return entries.size() > appended.size() || !removed.isEmpty();
  }

  /** The entries that it adds at the end of the history. */
  List<HistoryEntry> appended() {
    return appended;
  }

  /** Publishes the events of the records, which are stored. */
  void publish(List<PendingRecord> records) {
    for (int i = 0; i < records.size(); i++) {
      ChatEvent event = published.get(i);
      if (event != null) {
        conversation.publish(event);
      }
      records.get(i).listener().onStored(event);
    }
    appended.forEach(it -> conversation.history().notifyAppended(conversation.id(), it));
  }

  /** The numbers once the step is stored; while an exchange runs, numbers are reserved. */
  StepNumbers numbers() {
    long reserved = running.isEmpty() ? 0 : Math.max(sequence, covered) + StepNumbers.RESERVED;
    return new StepNumbers(covered, reserved, position, running);
  }

  Step build() {
    return new Step(
        numbers().reserved(),
        events,
        entries,
        removed,
        List.copyOf(exchanges.values()),
        List.copyOf(images.values()));
  }
}
