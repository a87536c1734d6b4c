package dev.animus4j.checks.history;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The history has, in the order of the events, what they say: each message that was sent, each
 * reply, each image, and the beginning of each reply that was cut short.
 */
record EntryRule(boolean areForwarded) implements HistoryRule {

  @Override
  public void check(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    List<String> expected = expectedEntries(stored, text -> areForwarded || hasId(observed, text));
    List<String> entries =
        stored.entries().stream().map(it -> EntryRule.describe(it.entry())).toList();
    int same = 0;
    while (same < Math.min(expected.size(), entries.size())
        && expected.get(same).equals(entries.get(same))) {
      same++;
    }
    violations.addUnless(
        expected.equals(entries),
        "the history has %s instead of %s",
        entries.subList(same, Math.min(entries.size(), same + 2)),
        expected.subList(same, Math.min(expected.size(), same + 2)));
    checkSends(observed, stored, violations);
  }

  private static String describe(HistoryEntry entry) {
    if (entry.picture() != null) {
      return "image " + entry.picture().location();
    }
    String kind = entry.interrupted() ? "begun " : "";
    return kind + entry.message().role() + " " + entry.message().content();
  }

  private static List<String> expectedEntries(
      StoredHistory.Conversation stored, Predicate<String> isRepeated) {
    List<String> entries = new ArrayList<>();
    Map<String, StringBuilder> begun = new HashMap<>();
    for (StoredEvent row : stored.events()) {
      ChatEvent event = row.event();
      if (event instanceof MessageStarted) {
        begun.put(event.exchangeId(), new StringBuilder());
      } else if (event instanceof MessageTokens tokens) {
        begun
            .computeIfAbsent(event.exchangeId(), exchange -> new StringBuilder())
            .append(tokens.content());
      } else {
        boolean isCut = event instanceof MessagesCancelled;
        StringBuilder text = isCut ? begun.remove(event.exchangeId()) : null;
        addTo(entries, event, text == null ? "" : text.toString(), isRepeated);
      }
    }
    return entries;
  }

  private static void addTo(
      List<String> entries, ChatEvent event, String begun, Predicate<String> isRepeated) {
    if (event instanceof MessageReceived received) {
      String entry = Role.USER + " " + received.content();
      boolean isThere =
          isRepeated.test(received.content())
              && !entries.isEmpty()
              && entries.get(entries.size() - 1).equals(entry);
      if (!isThere) {
        entries.add(entry);
      }
    } else if (event instanceof MessageCompleted completed) {
      entries.add(Role.ASSISTANT + " " + completed.content());
    } else if (event instanceof ImageGenerationCompleted image) {
      entries.add("image " + image.picture().imageUrl());
    } else if (!begun.isBlank()) {
      entries.add("begun " + Role.ASSISTANT + " " + begun);
    }
  }

  private static boolean hasId(ObservedHistory observed, String text) {
    return observed.sends().stream()
        .anyMatch(send -> send.text().equals(text) && send.messageId() != null);
  }

  /** Nothing is stored that nobody sent, and nothing twice that was sent once. */
  private void checkSends(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    Map<String, ObservedSend> sends = new HashMap<>();
    observed.sends().forEach(send -> sends.put(send.text(), send));
    Set<String> received = new HashSet<>();
    for (MessageReceived it : stored.eventsOf(MessageReceived.class)) {
      ObservedSend send = sends.get(it.content());
      violations.addUnless(send != null, "nobody sent '%s'", it.content());
      boolean isFirst =
          (areForwarded && !isDelivered(it.exchangeId(), stored)) || received.add(it.content());
      violations.addUnless(
          send == null || send.messageId() != null || isFirst,
          "'%s' is stored twice",
          it.content());
    }
  }

  private static boolean isDelivered(String exchangeId, StoredHistory.Conversation stored) {
    return stored.eventsOf(ExchangeCompleted.class).stream()
        .filter(it -> it.exchangeId().equals(exchangeId))
        .anyMatch(it -> it.messages() + it.images() > 0);
  }
}
