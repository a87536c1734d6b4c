package dev.animus4j.chat.ledger;

import static java.util.stream.Collectors.toSet;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that an {@link InMemoryLedger} holds of one conversation. Not thread-safe. */
final class LedgerConversation {
  private final TreeMap<StoredEntry.Key, StoredEntry> entries = new TreeMap<>();
  private final TreeMap<Long, StoredEvent> events = new TreeMap<>();
  private final Map<String, StoredExchange> exchanges = new LinkedHashMap<>();
  private final Map<String, String> exchangesByMessage = new LinkedHashMap<>();
  private final Map<String, StoredImage> images = new LinkedHashMap<>();
  private long epoch;
  private long position;
  private long sequence;
  private long reserved;

  long epoch() {
    return epoch;
  }

  long lastSequence() {
    return Math.max(sequence, reserved);
  }

  boolean hasRunningExchange() {
    return exchanges.values().stream().anyMatch(LedgerConversation::isRunning);
  }

  Tenure.Head claim(long epoch) {
    this.epoch = epoch;
    List<String> running =
        exchanges.values().stream()
            .filter(LedgerConversation::isRunning)
            .map(StoredExchange::id)
            .toList();
    return new Tenure.Head(epoch, position, sequence, reserved > sequence ? reserved : 0, running);
  }

  private static boolean isRunning(StoredExchange exchange) {
    return exchange.state() == StoredExchange.State.RUNNING;
  }

  void write(Step step) {
    check(step);
    reserved = step.reserved();
    step.removed().forEach(entries::remove);
    for (StoredEntry entry : step.entries()) {
      entries.put(entry.key(), entry);
      position = Math.max(position, entry.key().position());
    }
    step.exchanges().forEach(this::put);
    step.events().forEach(this::add);
    step.images().forEach(image -> images.put(image.id(), image));
  }

  /** The numbers of events are used in order, and none is left out. */
  private void check(Step step) {
    long last = sequence;
    for (StoredEvent event : step.events()) {
      if (event.first() != last + 1) {
        throw new AnimusException.InvalidRequest(
            FailureOrigin.of("ledger"),
            "the event " + event.first() + " does not follow the event " + last);
      }
      last = event.last();
    }
  }

  /** An event of an unknown exchange expires like those of one that ended with it. */
  private void add(StoredEvent event) {
    events.put(event.last(), event);
    sequence = event.last();
    String exchangeId = event.event().exchangeId();
    Instant time = event.event().stamp().timestamp();
    exchanges.putIfAbsent(
        exchangeId,
        new StoredExchange(exchangeId, StoredExchange.State.COMPLETED, time, Set.of(), false));
  }

  private void put(StoredExchange exchange) {
    exchanges.put(exchange.id(), exchange);
    if (!isRunning(exchange) && !exchange.keepsMessageIds()) {
      exchangesByMessage.values().removeIf(exchange.id()::equals);
    }
    exchange.messageIds().forEach(id -> exchangesByMessage.put(id, exchange.id()));
  }

  List<StoredEntry> entries(int limit) {
    List<StoredEntry> latest = new ArrayList<>();
    entries.descendingMap().values().stream().limit(limit).forEach(latest::add);
    Collections.reverse(latest);
    return List.copyOf(latest);
  }

  List<StoredEvent> eventsAfter(long sequence, int limit) {
    return events.tailMap(sequence, false).values().stream().limit(limit).toList();
  }

  List<StoredEvent> eventsOf(String exchangeId) {
    return events.values().stream()
        .filter(it -> it.event().exchangeId().equals(exchangeId))
        .toList();
  }

  Optional<String> exchangeOf(String messageId) {
    return Optional.ofNullable(exchangesByMessage.get(messageId));
  }

  Stream<Image> storedImages() {
    return images.values().stream().flatMap(image -> Stream.ofNullable(image.image()));
  }

  long expire(LedgerRetention retention, Instant now) {
    long before = size();
    expireExchanges(now.minus(retention.events()));
    if (!hasRunningExchange()) {
      expireEntries(retention, now);
    }
    images.replaceAll((id, image) -> withoutLost(image, now));
    return before - size();
  }

  private void expireExchanges(Instant oldest) {
    Set<String> expired =
        exchanges.values().stream()
            .filter(it -> !isRunning(it) && it.since().isBefore(oldest))
            .map(StoredExchange::id)
            .collect(toSet());
    events.values().removeIf(it -> expired.contains(it.event().exchangeId()));
    exchangesByMessage.values().removeAll(expired);
    exchanges.keySet().removeAll(expired);
  }

  private void expireEntries(LedgerRetention retention, Instant now) {
    Duration age = retention.entries();
    if (age != null) {
      entries.values().removeIf(it -> it.entry().timestamp().isBefore(now.minus(age)));
    }
    Set<StoredEntry> latest = new HashSet<>(entries(retention.maxEntries()));
    entries.descendingMap().values().stream()
        .filter(it -> it.entry().summary())
        .findFirst()
        .ifPresent(latest::add);
    entries.values().retainAll(latest);
  }

  private static StoredImage withoutLost(StoredImage image, Instant now) {
    boolean isLost =
        image.state() == StoredImage.State.ORDERED
            && image.since().isBefore(now.minus(LedgerRetention.ORDERED_IMAGES));
    return isLost
        ? new StoredImage(image.id(), image.exchangeId(), StoredImage.State.LOST, now, null)
        : image;
  }

  private long size() {
    return (long) events.size() + entries.size();
  }
}
