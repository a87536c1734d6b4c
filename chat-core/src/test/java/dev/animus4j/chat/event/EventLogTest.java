package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much is kept for listeners that are away. */
class EventLogTest {
  private static final String LONG = "x".repeat(100_000);
  private final EventLog log = new EventLog();

  private static EventStamp stamp(String chat, long sequence) {
    return new EventStamp(chat, "x", sequence, Instant.EPOCH);
  }

  private void deltas(String chat, int count, String content) {
    IntStream.rangeClosed(1, count)
        .mapToObj(i -> new MessageTokens(stamp(chat, i), content))
        .forEach(log::add);
  }

  private long kept(String chat) {
    return log.eventsAfter(chat, 0).stream()
        .mapToLong(missed -> EventSize.of(missed.event()))
        .sum();
  }

  @Test
  void ofAnAnswerWithoutEndTheLatestMegabyteIsKept() {
    deltas("a", 400_000, "word ");
    assertThat(kept("a")).isBetween(500_000L, 1L << 20);
    assertThat(log.eventsAfter("a", 399_999))
        .extracting(ConversationEventLog.Missed::first)
        .containsExactly(400_000L);
    assertThat(log.eventsAfter("a", 400_000)).isEmpty();
  }

  @Test
  void ofManyLongMessagesTheLatestMegabyteIsKept() {
    IntStream.rangeClosed(1, 20)
        .mapToObj(i -> new MessageQueued(stamp("a", i), LONG, 1))
        .forEach(log::add);
    assertThat(log.eventsAfter("a", 0))
        .extracting(ConversationEventLog.Missed::first)
        .containsExactly(16L, 17L, 18L, 19L, 20L);
  }

  @Test
  void longArgumentsOfToolsWeighAsMuchAsTheyAre() {
    IntStream.rangeClosed(1, 20)
        .mapToObj(i -> new ToolCallStarted(stamp("a", i), "c" + i, "f", LONG))
        .forEach(log::add);
    assertThat(log.eventsAfter("a", 0))
        .extracting(ConversationEventLog.Missed::first)
        .startsWith(16L);
  }

  @Test
  void theNewestEventIsKeptHoweverLarge() {
    deltas("a", 3, LONG.repeat(6));
    assertThat(log.eventsAfter("a", 0))
        .extracting(ConversationEventLog.Missed::first)
        .containsExactly(3L);
  }

  @Test
  @Timeout(60)
  void ofAllConversationsSixtyFourMegabytesAreKept() {
    IntStream.range(0, 200).forEach(chat -> deltas("chat-" + chat, 5, LONG));
    await(() -> keptOfAll() <= 64 << 20);
    assertThat(keptOfAll()).isGreaterThan(32 << 20);
  }

  @Test
  void activeConversationsAreKeptAndIdleOnesExpireAfterTenMinutes() {
    AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
    EventLog timed = new EventLog(() -> now.get().toNanos());
    for (int i = 1; i <= 200; i++) {
      EventStamp eventStamp = new EventStamp("a", "x", i, Instant.EPOCH.plus(now.get()));
      timed.add(new MessageTokens(eventStamp, "w"));
      now.updateAndGet(time -> time.plusSeconds(7));
    }
    now.updateAndGet(time -> time.plusMinutes(9));
    assertThat(timed.eventsAfter("a", 0))
        .extracting(ConversationEventLog.Missed::first)
        .containsExactly(1L);
    assertThat(timed.lastSequence("a")).isEqualTo(200);
    now.updateAndGet(time -> time.plusMinutes(3));
    assertThat(timed.eventsAfter("a", 0)).isEmpty();
    assertThat(timed.lastSequence("a")).isZero();
  }

  @Test
  void activeConversationsAreKeptThoughTheirClockIsSetBack() {
    AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
    EventLog timed = new EventLog(() -> now.get().toNanos());
    timed.add(
        new MessageTokens(new EventStamp("a", "x", 1, Instant.EPOCH.plusSeconds(7_200)), "w"));
    for (int i = 2; i <= 20; i++) {
      now.updateAndGet(time -> time.plusMinutes(2));
      timed.add(new MessageTokens(new EventStamp("a", "x", i, Instant.EPOCH.plus(now.get())), "w"));
    }
    assertThat(timed.eventsAfter("a", 0))
        .extracting(ConversationEventLog.Missed::first)
        .containsExactly(1L);
  }

  @Test
  @Timeout(60)
  void smallEventsOfManyConversationsDoNotExceedTheBound() {
    IntStream.rangeClosed(1, 60)
        .forEach(
            i ->
                IntStream.range(0, 5_000)
                    .mapToObj(chat -> new MessageQueued(stamp("chat-" + chat, i), "word", 1))
                    .forEach(log::add));
    await(
        () -> IntStream.range(0, 5_000).mapToLong(chat -> kept("chat-" + chat)).sum() <= 64 << 20);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private long keptOfAll() {
    return IntStream.range(0, 200).mapToLong(chat -> kept("chat-" + chat)).sum();
  }
}
