package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@VertxTest
class IdempotentSendsTest {
  private static final String MEGABYTE = "x".repeat(1 << 19);

  private final IdempotentSends sends = new IdempotentSends();
  private final List<Integer> begun = new ArrayList<>();
  private ChatEvents events;

  @BeforeEach
  void events(Vertx vertx) {
    events = ChatEvents.of(vertx.eventBus());
  }

  private void send(int number, String text, int messages) {
    sends.getOrStart(
        List.of("c", "m" + number),
        events.newReplay(),
        (own, over) -> {
          begun.add(number);
          tell(own, new MessageTokens(stamp(number, 1), text));
          tell(
              own,
              new ExchangeCompleted(
                  stamp(number, 2), ExchangeOutcome.COMPLETED, messages, 0, null, List.of(), 1));
          own.onComplete();
          over.run();
        });
  }

  private void tell(ExchangeReplayProcessor replay, ChatEvent event) {
    events.publish(event);
    replay.onNext(event);
  }

  private static EventStamp stamp(int exchange, long sequence) {
    return new EventStamp("c" + exchange, "e" + exchange, sequence, Instant.EPOCH);
  }

  @Test
  void thoseThatAreOverAreKeptWhileThereIsRoomForThem() {
    IntStream.range(0, 20).forEach(i -> send(i, MEGABYTE, 1));
    IntStream.range(0, 20).forEach(i -> send(i, MEGABYTE, 1));
    assertThat(begun).hasSize(20);
    IntStream.range(20, 200).forEach(i -> send(i, MEGABYTE, 1));
    begun.clear();
    IntStream.range(0, 200).forEach(i -> send(i, MEGABYTE, 1));
    assertThat(begun).hasSizeGreaterThan(100);
  }

  @Test
  void oneThatRunsIsKeptHoweverManyCome() {
    ExchangeReplayProcessor running = events.newReplay();
    List<String> key = List.of("c", "running");
    assertThat(sends.getOrStart(key, running, (own, over) -> {})).isSameAs(running);
    IntStream.range(0, 200).forEach(i -> send(i, MEGABYTE, 1));
    assertThat(sends.getOrStart(key, events.newReplay(), (own, over) -> begun.add(-1)))
        .isSameAs(running);
    assertThat(begun).doesNotContain(-1);
  }

  @Test
  void oneThatBroughtNothingMayBeSentAgain() {
    send(1, "", 0);
    send(1, "", 0);
    assertThat(begun).hasSize(2);
  }
}
