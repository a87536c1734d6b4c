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
class TranscriptTest {
  private static Entry entry(int number) {
    return Entry.of(Message.user(String.valueOf(number)), Instant.ofEpochMilli(number));
  }

  private static List<Entry> tail(List<Entry> all, int count) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  @Property
  void theLatestAreThereHoweverOftenItRests(
      @ForAll @IntRange(min = 1, max = 150) int most,
      @ForAll @Size(max = 20) List<@IntRange(max = 80) Integer> spells) {
    Transcript transcript = new Transcript();
    List<Entry> all = new ArrayList<>();
    for (int spell : spells) {
      IntStream.range(0, spell)
          .mapToObj(i -> entry(all.size()))
          .forEach(
              entry -> {
                all.add(entry);
                transcript.add(entry, most, Long.MAX_VALUE);
              });
      transcript.rest();
      IntStream.of(0, 1, 31, most)
          .forEach(
              count ->
                  assertThat(transcript.latest(Math.min(count, most)))
                      .isEqualTo(tail(all, Math.min(count, most))));
    }
  }

  @Test
  void notMuchMoreIsKeptThanAskedFor() {
    Transcript transcript = new Transcript();
    IntStream.range(0, 5_000)
        .mapToObj(TranscriptTest::entry)
        .forEach(entry -> transcript.add(entry, 1_000, Long.MAX_VALUE));
    assertThat(transcript.latest(Integer.MAX_VALUE))
        .hasSizeBetween(1_000, 1_100)
        .endsWith(entry(4_999));
    Transcript small = new Transcript();
    IntStream.range(0, 50)
        .mapToObj(TranscriptTest::entry)
        .forEach(entry -> small.add(entry, 5, Long.MAX_VALUE));
    assertThat(small.latest(Integer.MAX_VALUE)).hasSize(5);
  }

  @Property
  void whatItWeighsIsWhatIsThere(
      @ForAll @Size(max = 20) List<@IntRange(max = 80) Integer> spells,
      @ForAll @IntRange(min = 1, max = 100_000) int bytes) {
    Transcript transcript = new Transcript();
    int number = 0;
    for (int spell : spells) {
      for (int i = 0; i < spell; i++) {
        transcript.add(entry(number++), 1_000, bytes);
        assertThat(transcript.latest(1)).containsExactly(entry(number - 1));
      }
      long heaviest = EntryWeight.of(entry(number)) + 100;
      assertThat(transcript.weight()).isLessThanOrEqualTo(Math.max(bytes, heaviest));
      transcript.rest();
      assertThat(transcript.weight()).isLessThanOrEqualTo(Math.max(bytes, heaviest));
      List<Entry> left = transcript.latest(1_000);
      assertThat(left)
          .isEqualTo(
              IntStream.range(number - left.size(), number)
                  .mapToObj(TranscriptTest::entry)
                  .toList());
    }
  }

  @Test
  void theOldestGoWhenItIsTooHeavy() {
    Transcript transcript = new Transcript();
    for (int i = 0; i < 1_000; i++) {
      transcript.add(
          Entry.of(Message.user("x".repeat(8_000)), Instant.ofEpochMilli(i)), 10_000, 1_000_000);
    }
    assertThat(transcript.weight()).isBetween(700_000L, 1_000_000L);
    assertThat(transcript.latest(1).get(0).timestamp()).isEqualTo(Instant.ofEpochMilli(999));
    transcript.add(Entry.of(Message.user("y".repeat(2_000_000)), Instant.EPOCH), 10_000, 1_000_000);
    assertThat(transcript.latest(10_000)).hasSize(1);
  }
}
