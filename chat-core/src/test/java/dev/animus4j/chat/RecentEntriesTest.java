package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of a history is what is stored of it, whenever it is read. */
class RecentEntriesTest {
  private static final long NOW = 1_000;
  private final RecentEntries recent = new RecentEntries();

  private static List<HistoryEntry> entries(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> HistoryEntry.of(Message.user("entry " + i), Instant.EPOCH))
        .toList();
  }

  @BeforeEach
  void claim() {
    recent.forget(true);
  }

  @Test
  void whatIsReadIsKnownAndGrowsWithWhatIsStored() {
    recent.set(recent.known(), entries(1, 3), 5, NOW);
    recent.beginStep();
    recent.endStep(entries(4, 4));
    assertThat(recent.known().has(9, NOW)).isTrue();
    assertThat(recent.known().latest(2)).isEqualTo(entries(3, 4));
    assertThat(recent.known().latest(9)).isEqualTo(entries(1, 4));
  }

  @Test
  void aPartIsKnownAsSuch() {
    recent.set(recent.known(), entries(4, 8), 5, NOW);
    assertThat(recent.known().has(5, NOW)).isTrue();
    assertThat(recent.known().has(6, NOW)).isFalse();
  }

  @Test
  void whatIsReadWhileAStepIsOnItsWayIsNotSet() {
    RecentEntries.Known before = recent.known();
    recent.beginStep();
    recent.set(before, entries(1, 1), 5, NOW);
    recent.set(recent.known(), entries(1, 2), 5, NOW);
    assertThat(recent.known().has(1, NOW)).isFalse();
    recent.endStep(entries(2, 2));
    recent.set(before, entries(1, 1), 5, NOW);
    assertThat(recent.known().has(1, NOW)).isFalse();
    recent.set(recent.known(), entries(1, 2), 5, NOW);
    assertThat(recent.known().latest(5)).isEqualTo(entries(1, 2));
  }

  @Test
  void whoLostTheConversationKnowsNothing() {
    recent.set(recent.known(), entries(1, 3), 5, NOW);
    recent.forget(false);
    recent.set(recent.known(), entries(1, 3), 5, NOW);
    assertThat(recent.known().has(1, NOW)).isFalse();
  }

  @Test
  void itIsReadAgainAfterAnHour() {
    recent.set(recent.known(), entries(1, 3), 5, NOW);
    assertThat(recent.known().has(3, NOW + Duration.ofMinutes(59).toMillis())).isTrue();
    assertThat(recent.known().has(3, NOW + Duration.ofMinutes(60).toMillis())).isFalse();
  }

  @Test
  void onlyAsMuchIsKnownAsFitsTheMemory() {
    recent.set(recent.known(), entries(1, 1_000), 2_000, NOW);
    assertThat(recent.known().entries()).isEqualTo(entries(745, 1_000));
    assertThat(recent.known().has(257, NOW)).isFalse();
    HistoryEntry large = HistoryEntry.of(Message.user("x".repeat(200 << 10)), Instant.EPOCH);
    recent.set(recent.known(), List.of(large, large, large), 9, NOW);
    assertThat(recent.known().entries()).hasSize(2);
  }
}
