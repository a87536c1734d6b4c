package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.StoredEvent;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The events that clients have published: nothing but deltas before it is stored. */
final class ToldEvents {
  private final LedgerWorld world;
  private final Set<ChatEvent> stored = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<List<Object>, Long> latest = new HashMap<>();
  private final Map<List<Object>, TreeMap<Long, Told>> told = new HashMap<>();
  private final Map<String, StringBuilder> texts = new HashMap<>();

  private record Told(ChatEvent event, LedgerClient client, long at) {}

  ToldEvents(LedgerWorld world) {
    this.world = world;
  }

  /** The text of the deltas of the message of this exchange that was begun last. */
  String text(String exchangeId) {
    return String.valueOf(texts.getOrDefault(exchangeId, new StringBuilder()));
  }

  void onStored(ChatEvent event) {
    stored.add(event);
  }

  void onPublished(LedgerClient client, ChatEvent event) {
    ConversationJournal journal = world.journal(event.conversationId());
    world.log().record(journal.id(), client + " tells " + event);
    Invariant.holds(!client.hasCrashed(), "%s has crashed, and tells %s", client, event);
    Long before = latest.put(List.of(client, journal.id()), event.sequence());
    boolean inOrder = before == null || before < event.sequence();
    Invariant.holds(inOrder, "%s tells %s after %d", client, event, before);
    if (isDelta(event)) {
      long reserved = journal.reserved(client);
      Invariant.holds(event.sequence() <= reserved, "%s is not reserved: %d", event, reserved);
    } else {
      Invariant.holds(stored.contains(event), "%s is told, and not stored", event);
    }
    Told other =
        eventsBy(journal, client).put(event.sequence(), new Told(event, client, world.now()));
    Invariant.holds(other == null, "%s was told before: %s", event, other);
    addText(event);
  }

  private void addText(ChatEvent event) {
    StringBuilder text = texts.computeIfAbsent(event.exchangeId(), any -> new StringBuilder());
    if (event instanceof MessageStarted started && started.messageType() != MessageType.AUTO) {
      text.setLength(0);
    } else if (event instanceof MessageTokens tokens) {
      text.append(tokens.content());
    }
  }

  private TreeMap<Long, Told> eventsBy(ConversationJournal journal, LedgerClient client) {
    return told.computeIfAbsent(
        List.of(journal.id(), journal.incarnation(client)), any -> new TreeMap<>());
  }

  private static boolean isDelta(ChatEvent event) {
    return event instanceof MessageTokens || event instanceof ReasoningTokens;
  }

  /** Verifies that deltas are stored, unless they were told right before a crash or a failure. */
  void verifyAll(ConversationJournal journal) {
    told.getOrDefault(List.of(journal.id(), journal.incarnation()), new TreeMap<>())
        .forEach((sequence, it) -> verify(journal, it));
  }

  private void verify(ConversationJournal journal, Told it) {
    Map.Entry<Long, StoredEvent> row = journal.rows().ceilingEntry(it.event.sequence());
    StoredEvent found = Invariant.notNull(row == null ? null : row.getValue(), "" + it);
    if (!isDelta(it.event)) {
      Invariant.holds(found.event() == it.event, "told %s, stored %s", it, found);
    } else if (!isIn(found, it.event)) {
      world.counters().add("a delta is lost");
      boolean excused = it.client.isLossExcused(journal.id(), it.at);
      Invariant.holds(excused, "%s is not stored: %s", it, found);
    }
  }

  private static boolean isIn(StoredEvent row, ChatEvent delta) {
    if (row.event().getClass() != delta.getClass()
        || !row.event().exchangeId().equals(delta.exchangeId())) {
      return false;
    }
    int index = (int) (delta.sequence() - row.first());
    if (row.deltaLengths().isEmpty()) {
      return text(row.event()).equals(text(delta));
    }
    int from = row.deltaLengths().stream().limit(index).mapToInt(length -> length).sum();
    return text(row.event()).startsWith(text(delta), from);
  }

  private static String text(ChatEvent delta) {
    return delta instanceof MessageTokens tokens
        ? tokens.content()
        : ((ReasoningTokens) delta).content();
  }
}
