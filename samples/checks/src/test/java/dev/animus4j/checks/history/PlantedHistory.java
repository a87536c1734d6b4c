package dev.animus4j.checks.history;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.Image;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A correct history, whose parts can be changed. The first client streams an answer with an image
 * (1 to 8), and is killed while it streams the next one (9 to 12); 13 was only reserved. The second
 * client ends that (14, 15), and answers a message with an id (16 to 19).
 */
final class PlantedHistory {
  static final URI IMAGE = URI.create("file:/images/1.png");
  static final Instant NOW = Instant.EPOCH;

  final List<ObservedSend> sends = new ArrayList<>();
  final List<ObservedEvent> observed = new ArrayList<>();
  Instant crash = at(13);
  final List<ObservedAnswer> answers = new ArrayList<>();
  final List<ProviderCall> calls = new ArrayList<>();
  final List<StoredEntry> entries = new ArrayList<>();
  final List<StoredEvent> rows = new ArrayList<>();
  final Map<String, String> exchanges = new HashMap<>();
  final Set<URI> images = new HashSet<>();
  final Set<URI> files = new HashSet<>();
  private String id = "c";

  PlantedHistory() {
    sends.add(new ObservedSend(0, "c", "one", null, 0));
    sends.add(new ObservedSend(0, "c", "two", null, seconds(8)));
    sends.add(new ObservedSend(0, "c", "three", "m", seconds(15)));
    addImageExchange();
    addKilledExchange();
    addLastExchange();
    rows.forEach(row -> publish(row.event()));
    observed.removeIf(ObservedEvent::isDelta);
    publish(tokens("x", 3, "Lo"));
    publish(tokens("x", 4, "ok!"));
    publish(tokens("y", 11, "once"));
    publish(tokens("y", 12, " upon"));
    observed.sort((a, b) -> Long.compare(a.event().sequence(), b.event().sequence()));
    calls.add(new ProviderCall(ProviderCall.Kind.CHAT, "c", "one", at(2)));
    calls.add(new ProviderCall(ProviderCall.Kind.IMAGE, "c", "cat", at(6)));
    calls.add(new ProviderCall(ProviderCall.Kind.CHAT, "c", "two", at(10)));
    calls.add(new ProviderCall(ProviderCall.Kind.CHAT, "c", "three", at(17)));
    answers.add(new ObservedAnswer("c", "m", "z"));
    exchanges.put("m", "z");
    images.add(IMAGE);
    files.add(IMAGE);
  }

  private void addImageExchange() {
    add(received("x", 1, "one"));
    add(started("x", 2));
    rows.add(new StoredEvent(3, tokens("x", 4, "Look!"), List.of(2, 3)));
    add(completed("x", 5, "Look!"));
    add(new ImageGenerationStarted(stamp("x", 6), "i", "cat"));
    add(
        new ImageGenerationCompleted(
            stamp("x", 7), "i", GeneratedImage.of(Image.of("cat", IMAGE))));
    add(ended("x", 8, 1, 1));
    add(HistoryEntry.of(Message.user("one"), NOW));
    add(HistoryEntry.of(Message.assistant("Look!"), NOW));
    add(HistoryEntry.of(new HistoryEntry.ImageReference("cat", IMAGE), NOW));
  }

  private void addKilledExchange() {
    add(received("y", 9, "two"));
    add(started("y", 10));
    rows.add(new StoredEvent(11, tokens("y", 11, "once")));
    rows.add(new StoredEvent(12, new MessagesCancelled(stamp("y", 14), 1, "interrupted")));
    add(
        new ExchangeCompleted(
            stamp("y", 15), ExchangeOutcome.INTERRUPTED, 0, 0, null, List.of(), 0));
    add(HistoryEntry.of(Message.user("two"), NOW));
    add(HistoryEntry.partialResponse("once", NOW));
  }

  private void addLastExchange() {
    add(received("z", 16, "three"));
    add(started("z", 17));
    add(completed("z", 18, "yes"));
    add(ended("z", 19, 1, 0));
    add(HistoryEntry.of(Message.user("three"), NOW));
    add(HistoryEntry.of(Message.assistant("yes"), NOW));
  }

  void add(ChatEvent event) {
    rows.add(new StoredEvent(event.sequence(), event));
  }

  void add(HistoryEntry entry) {
    entries.add(new StoredEntry(new StoredEntry.Key(entries.size() + 1, 0), entry));
  }

  /** Every event is published at the second of its number, by the client that was alive then. */
  void publish(ChatEvent event) {
    long sequence = event.sequence();
    observed.add(new ObservedEvent(sequence < 13 ? 0 : 1, seconds(sequence), event));
  }

  static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  static Instant at(long seconds) {
    return NOW.plusSeconds(seconds);
  }

  static EventStamp stamp(String exchange, long sequence) {
    return new EventStamp("c", exchange, sequence, at(sequence));
  }

  static ChatEvent received(String exchange, long sequence, String text) {
    return new MessageReceived(stamp(exchange, sequence), text, List.of());
  }

  static ChatEvent started(String exchange, long sequence) {
    return new MessageStarted(
        stamp(exchange, sequence), MessageType.REGULAR, "", null, null, List.of());
  }

  static ChatEvent tokens(String exchange, long sequence, String text) {
    return new MessageTokens(stamp(exchange, sequence), text);
  }

  static ChatEvent completed(String exchange, long sequence, String text) {
    return new MessageCompleted(
        stamp(exchange, sequence),
        MessageType.REGULAR,
        text,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        List.of(),
        null,
        null);
  }

  static ChatEvent ended(String exchange, long sequence, int messages, int images) {
    return new ExchangeCompleted(
        stamp(exchange, sequence), ExchangeOutcome.COMPLETED, messages, images, null, List.of(), 0);
  }

  /** Stores all under another id. */
  void rename() {
    id = "d";
  }

  /** Replaces a row. */
  void replace(long sequence, StoredEvent row) {
    rows.replaceAll(it -> it.last() == sequence ? row : it);
  }

  List<String> violations() {
    ObservedHistory history =
        new ObservedHistory(sends, observed, answers, calls, Map.of(0, List.of(crash)));
    StoredHistory.Conversation stored =
        new StoredHistory.Conversation(id, entries, rows, exchanges, images);
    return new HistoryChecker(Duration.ofSeconds(2))
        .violations(history, new StoredHistory(List.of(stored), files));
  }
}
