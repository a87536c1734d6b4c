package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The history of one conversation as it should be: appended to, and edited as a user wants. */
final class EntryJournal {
  private final LedgerWorld world;
  private final ConversationJournal journal;
  private final TreeMap<StoredEntry.Key, StoredEntry> entries = new TreeMap<>();
  private final List<UnaryOperator<List<HistoryEntry>>> edits = new ArrayList<>();

  EntryJournal(LedgerWorld world, ConversationJournal journal) {
    this.world = world;
    this.journal = journal;
  }

  /** Allows an edit, at any time from now on. */
  void allow(UnaryOperator<List<HistoryEntry>> edit) {
    edits.add(edit);
  }

  void clear() {
    entries.clear();
  }

  private List<HistoryEntry> list() {
    return entries.values().stream().map(StoredEntry::entry).toList();
  }

  void onStored(Step step) {
    List<HistoryEntry> before = list();
    long position = entries.isEmpty() ? 0 : entries.lastKey().position();
    boolean appends =
        step.removed().isEmpty()
            && step.entries().stream().allMatch(it -> it.key().position() > position);
    step.removed().forEach(entries::remove);
    step.entries().forEach(it -> entries.put(it.key(), it));
    if (!appends) {
      verifyEdit(before, step);
    } else {
      step.entries().forEach(it -> verifyPartial(it.entry(), step));
    }
  }

  private void verifyEdit(List<HistoryEntry> before, Step step) {
    List<HistoryEntry> after = list();
    world.counters().add("edited");
    Invariant.holds(step.events().isEmpty(), "an edit with events: %s", step);
    Invariant.holds(
        edits.stream().anyMatch(edit -> edit.apply(before).equals(after)),
        "nobody wanted %s to become %s",
        before,
        after);
  }

  /** A text that was broken off is the one that was told, or what is stored of it. */
  private void verifyPartial(HistoryEntry entry, Step step) {
    String text = entry.message().content();
    String name = text.split("[.\\s]", 2)[0];
    boolean whole =
        step.events().stream()
            .anyMatch(it -> it.event() instanceof MessageCompleted c && c.content().equals(text));
    boolean named = entry.message().role() == Role.ASSISTANT && text.startsWith(name + ".");
    if (whole || !named || !world.isStreaming(name)) {
      return;
    }
    world.counters().add("broken off");
    journal
        .exchanges()
        .forEach(
            (id, exchange) -> {
              if (exchange.name().equals(name)) {
                String told = world.publishedEvents().text(id);
                boolean same = text.equals(told) || text.equals(exchange.text());
                Invariant.holds(same, "'%s' is remembered of '%s'", text, told);
              }
            });
  }

  /** Verifies what the ledger has. */
  void verifyAll() {
    List<HistoryEntry> stored =
        world.memory().entries(journal.id(), Integer.MAX_VALUE).blockingGet().stream()
            .map(StoredEntry::entry)
            .toList();
    Invariant.holds(stored.equals(list()), "instead of %s is remembered %s", list(), stored);
  }
}
