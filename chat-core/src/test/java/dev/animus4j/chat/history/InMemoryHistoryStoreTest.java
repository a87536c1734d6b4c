package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.model.Message;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryHistoryStoreTest {
  private final HistoryStore history = HistoryStore.inMemory(10, 5);

  private static HistoryEntry entry(int number) {
    return HistoryEntry.of(Message.user(String.valueOf(number)), Instant.EPOCH);
  }

  private List<String> recent(int limit) {
    return history.recentEntries("c", limit).blockingGet().stream()
        .map(e -> e.message().content())
        .toList();
  }

  private void append(int... numbers) {
    IntStream.of(numbers).forEach(i -> history.append("c", entry(i)).blockingAwait());
  }

  @Test
  void theLatestAreGivenOldestFirst() {
    append(1, 2, 3);
    assertThat(recent(2)).containsExactly("2", "3");
    assertThat(recent(9)).containsExactly("1", "2", "3");
    assertThat(recent(0)).isEmpty();
    assertThat(history.recentEntries("unknown", 3).blockingGet()).isEmpty();
  }

  @Test
  void theOldestGoWhenThereAreTooMany() {
    append(1, 2, 3, 4, 5, 6, 7);
    assertThat(recent(9)).containsExactly("3", "4", "5", "6", "7");
  }

  @Test
  void anEditSeesAllAndReplacesAll() {
    append(1, 2);
    List<HistoryEntry> before =
        history.edit("c", old -> List.of(old.get(1), entry(9))).blockingGet();
    assertThat(before).hasSize(2);
    assertThat(recent(9)).containsExactly("2", "9");
    assertThat(history.edit("c", old -> List.of()).blockingGet()).hasSize(2);
    assertThat(recent(9)).isEmpty();
    append(3);
    assertThat(recent(9)).containsExactly("3");
  }

  @Test
  void manyConversationsRestAndGoOn() {
    HistoryStore shared = HistoryStore.inMemory(10_000, 100);
    for (int round = 0; round < 3; round++) {
      for (int chat = 0; chat < 3_000; chat++) {
        shared.append("chat-" + chat, entry(round)).blockingAwait();
      }
    }
    assertThat(IntStream.range(0, 3_000))
        .allSatisfy(
            chat ->
                assertThat(shared.recentEntries("chat-" + chat, 9).blockingGet())
                    .containsExactly(entry(0), entry(1), entry(2)));
  }

  @Test
  void nothingHappensBeforeSubscription() {
    history.append("c", entry(1));
    assertThat(recent(9)).isEmpty();
  }

  @Test
  void manyWritersLoseNothing() throws Exception {
    HistoryStore shared = HistoryStore.inMemory(10, 10_000);
    List<Thread> writers =
        IntStream.range(0, 4)
            .mapToObj(
                w ->
                    new Thread(
                        () ->
                            IntStream.range(0, 500)
                                .forEach(
                                    i -> shared.append("c", entry(w * 500 + i)).blockingAwait())))
            .toList();
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(shared.recentEntries("c", 9999).blockingGet()).doesNotHaveDuplicates().hasSize(2000);
  }

  @Test
  void allTogetherAreBoundedByWhatTheyWeigh() {
    HistoryStore small = HistoryStore.inMemory(100_000, 10_000, 1 << 20);
    for (int i = 0; i < 5_000; i++) {
      HistoryEntry entry = HistoryEntry.of(Message.user("x".repeat(8_000)), Instant.EPOCH);
      small.append("c" + i, entry).blockingAwait();
    }
    long left =
        IntStream.range(0, 5_000)
            .filter(i -> !small.recentEntries("c" + i, 1).blockingGet().isEmpty())
            .count();
    assertThat(left).isBetween(10L, 130L);
  }

  @Test
  void theirNamesWeighToo() {
    HistoryStore small = HistoryStore.inMemory(100_000, 10_000, 1 << 20);
    String name = "c".repeat(8_000);
    IntStream.range(0, 1_000).forEach(i -> small.append(name + i, entry(i)).blockingAwait());
    long left =
        IntStream.range(0, 1_000)
            .filter(i -> !small.recentEntries(name + i, 1).blockingGet().isEmpty())
            .count();
    assertThat(left).isBetween(10L, 70L);
  }

  @Test
  void oneThatGrowsIsWeighedAnew() {
    HistoryStore small = HistoryStore.inMemory(1_000, 10_000, 1 << 20);
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 100; i++) {
        HistoryEntry entry = HistoryEntry.of(Message.user("x".repeat(1_000)), Instant.EPOCH);
        small.append("c" + i, entry).blockingAwait();
      }
    }
    long held =
        IntStream.range(0, 100)
            .mapToObj(i -> small.recentEntries("c" + i, 10_000).blockingGet())
            .mapToLong(entries -> 1_000L * entries.size())
            .sum();
    assertThat(held).isBetween(100_000L, 1L << 20);
  }

  @Test
  void asManyConversationsAsAllowedAreThere() {
    HistoryStore few = HistoryStore.inMemory(10, 10, 1 << 20);
    IntStream.range(0, 10)
        .forEach(
            i ->
                few.append("c" + i, HistoryEntry.of(Message.user("hi"), Instant.EPOCH))
                    .blockingAwait());
    assertThat(IntStream.range(0, 10))
        .allMatch(i -> few.recentEntries("c" + i, 1).blockingGet().size() == 1);
    assertThatThrownBy(() -> HistoryStore.inMemory(10, 10, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
