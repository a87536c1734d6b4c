package dev.animus4j.checks.history;

import static java.util.stream.Collectors.toCollection;

import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks what was observed against what is stored. */
public final class HistoryChecker {
  private final List<HistoryRule> rules;

  /**
   * A checker.
   *
   * @param unstored how near to a crash of its client a delta may have been published that is not
   *     stored
   */
  public HistoryChecker(Duration unstored) {
    this(unstored, false);
  }

  /**
   * A checker.
   *
   * @param areForwarded whether a message may be received again, by another node, when the first
   *     one has delivered nothing; in the history it is once
   */
  public HistoryChecker(Duration unstored, boolean areForwarded) {
    this.rules =
        List.of(
            new NumberRule(),
            new ObservedEventRule(unstored),
            new EntryRule(areForwarded),
            new OrderRule(),
            new EndRule(),
            new ProviderRule(),
            new MessageIdRule());
  }

  /** What does not hold; empty when all does. */
  public List<String> violations(ObservedHistory observed, StoredHistory stored) {
    List<String> all = new ArrayList<>();
    for (StoredHistory.Conversation conversation : stored.conversations()) {
      Violations violations = new Violations(conversation.id());
      ObservedHistory own = observed.ofConversation(conversation.id());
      rules.forEach(rule -> rule.check(own, conversation, violations));
      all.addAll(violations.all());
    }
    all.addAll(ofConversations(observed, stored));
    all.addAll(ofFiles(stored));
    return all;
  }

  private static List<String> ofConversations(ObservedHistory observed, StoredHistory stored) {
    Violations violations = new Violations("ledger");
    Set<String> ids =
        observed.events().stream()
            .map(it -> it.event().conversationId())
            .collect(toCollection(LinkedHashSet::new));
    stored.conversations().forEach(it -> ids.remove(it.id()));
    violations.addUnless(ids.isEmpty(), "the conversations %s are lost", ids);
    return violations.all();
  }

  /** A file for each image, and no other file. */
  private static List<String> ofFiles(StoredHistory stored) {
    Violations violations = new Violations("image store");
    Set<URI> rows =
        stored.conversations().stream()
            .flatMap(it -> it.images().stream())
            .collect(toCollection(LinkedHashSet::new));
    Stream<URI> published =
        stored.conversations().stream()
            .flatMap(it -> it.eventsOf(ImageGenerationCompleted.class).stream())
            .map(it -> it.picture().imageUrl());
    published.forEach(it -> violations.addUnless(rows.contains(it), "%s has no row", it));
    rows.forEach(
        it -> violations.addUnless(stored.files().contains(it), "the file %s is missing", it));
    stored
        .files()
        .forEach(it -> violations.addUnless(rows.contains(it), "the file %s has no row", it));
    return violations.all();
  }
}
