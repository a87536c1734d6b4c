package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whenever a conversation rests, it remembers the same. */
class ConversationEntriesTest {
  private static HistoryEntry entry(int number) {
    return HistoryEntry.of(Message.user(String.valueOf(number)), Instant.ofEpochMilli(number));
  }

  private static List<HistoryEntry> tail(List<HistoryEntry> all, int count) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  @Property
  void theLatestAreThereHoweverOftenItRests(
      @ForAll @IntRange(min = 1, max = 150) int most,
      @ForAll @Size(max = 20) List<@IntRange(max = 80) Integer> spells) {
    ConversationEntries conversationEntries = new ConversationEntries();
    List<HistoryEntry> all = new ArrayList<>();
    for (int spell : spells) {
      IntStream.range(0, spell)
          .mapToObj(i -> entry(all.size()))
          .forEach(
              entry -> {
                all.add(entry);
                conversationEntries.add(entry, most, Long.MAX_VALUE);
              });
      conversationEntries.compressAll();
      IntStream.of(0, 1, 31, most)
          .forEach(
              count ->
                  assertThat(conversationEntries.latestEntries(Math.min(count, most)))
                      .isEqualTo(tail(all, Math.min(count, most))));
    }
  }

  @Test
  void notMuchMoreIsKeptThanAskedFor() {
    ConversationEntries conversationEntries = new ConversationEntries();
    IntStream.range(0, 5_000)
        .mapToObj(ConversationEntriesTest::entry)
        .forEach(entry -> conversationEntries.add(entry, 1_000, Long.MAX_VALUE));
    assertThat(conversationEntries.latestEntries(Integer.MAX_VALUE))
        .hasSizeBetween(1_000, 1_100)
        .endsWith(entry(4_999));
    ConversationEntries small = new ConversationEntries();
    IntStream.range(0, 50)
        .mapToObj(ConversationEntriesTest::entry)
        .forEach(entry -> small.add(entry, 5, Long.MAX_VALUE));
    assertThat(small.latestEntries(Integer.MAX_VALUE)).hasSize(5);
  }

  @Property
  void theSizeMatchesTheEntries(
      @ForAll @Size(max = 20) List<@IntRange(max = 80) Integer> spells,
      @ForAll @IntRange(min = 1, max = 100_000) int bytes) {
    ConversationEntries conversationEntries = new ConversationEntries();
    int number = 0;
    for (int spell : spells) {
      for (int i = 0; i < spell; i++) {
        conversationEntries.add(entry(number++), 1_000, bytes);
        assertThat(conversationEntries.latestEntries(1)).containsExactly(entry(number - 1));
      }
      long heaviest = EntrySize.of(entry(number)) + 100;
      assertThat(conversationEntries.sizeInBytes()).isLessThanOrEqualTo(Math.max(bytes, heaviest));
      conversationEntries.compressAll();
      assertThat(conversationEntries.sizeInBytes()).isLessThanOrEqualTo(Math.max(bytes, heaviest));
      List<HistoryEntry> left = conversationEntries.latestEntries(1_000);
      assertThat(left)
          .isEqualTo(
              IntStream.range(number - left.size(), number)
                  .mapToObj(ConversationEntriesTest::entry)
                  .toList());
    }
  }

  @Test
  void theOldestGoWhenItIsTooHeavy() {
    ConversationEntries conversationEntries = new ConversationEntries();
    for (int i = 0; i < 1_000; i++) {
      conversationEntries.add(
          HistoryEntry.of(Message.user("x".repeat(8_000)), Instant.ofEpochMilli(i)),
          10_000,
          1_000_000);
    }
    assertThat(conversationEntries.sizeInBytes()).isBetween(700_000L, 1_000_000L);
    assertThat(conversationEntries.latestEntries(1).get(0).timestamp())
        .isEqualTo(Instant.ofEpochMilli(999));
    conversationEntries.add(
        HistoryEntry.of(Message.user("y".repeat(2_000_000)), Instant.EPOCH), 10_000, 1_000_000);
    assertThat(conversationEntries.latestEntries(10_000)).hasSize(1);
  }
}
