package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.model.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever is edited, the stored entries are the edited ones, in their order. */
class EntryChangesPropertyTest {

  @Property(tries = 2_000)
  void editsAreStoredAsTheyAre(
      @ForAll @Size(max = 6) List<@Size(max = 6) List<@IntRange(min = 0, max = 3) Integer>> edits) {
    TreeMap<StoredEntry.Key, StoredEntry> stored = new TreeMap<>();
    long position = 0;
    for (List<Integer> texts : edits) {
      List<HistoryEntry> edited = texts.stream().map(EntryChangesPropertyTest::entry).toList();
      EntryChanges changes = EntryChanges.of(new ArrayList<>(stored.values()), edited, position);
      changes.removed().forEach(stored::remove);
      for (StoredEntry put : changes.put()) {
        stored.put(put.key(), put);
        position = Math.max(position, put.key().position());
      }
      assertThat(stored.values().stream().map(StoredEntry::entry))
          .containsExactlyElementsOf(edited);
    }
  }

  private static HistoryEntry entry(int text) {
    return HistoryEntry.of(Message.user("text " + text), Instant.EPOCH);
  }
}
