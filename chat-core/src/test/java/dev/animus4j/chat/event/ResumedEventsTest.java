package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.EventTrace;
import dev.animus4j.chat.event.ExchangeEvent.FollowUpScheduled;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener that was away goes on where it stopped. */
@VertxTest
class ResumedEventsTest {
  private final String chat = UUID.randomUUID().toString();
  private ChatEvents events;

  @BeforeEach
  void events(Vertx vertx) {
    events = ChatEvents.of(vertx.eventBus());
  }

  private void publish(long from, long to) {
    LongStream.rangeClosed(from, to)
        .mapToObj(i -> new FollowUpScheduled(new EventStamp(chat, "x", i, Instant.EPOCH), i))
        .forEach(events::publish);
  }

  private void publishDeltas(long from, long to) {
    LongStream.rangeClosed(from, to)
        .mapToObj(i -> new MessageTokens(new EventStamp(chat, "x", i, Instant.EPOCH), words(i, i)))
        .forEach(events::publish);
  }

  private static String words(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(i -> i + " ").collect(Collectors.joining());
  }

  private static List<Long> sequences(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void missedEventsComeBeforeNewOnes() {
    publish(1, 10);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 4).test();
    listener.assertValueCount(6);
    publish(11, 20);
    assertThat(listener.awaitCount(16).values())
        .extracting(ChatEvent::sequence)
        .containsExactlyElementsOf(sequences(5, 20));
    listener.cancel();
  }

  @Test
  void nothingFallsBetweenTheLogAndTheBusWheneverOneResumes() throws Exception {
    Thread publisher = new Thread(() -> publish(1, 900));
    publisher.start();
    for (int i = 0; i < 50; i++) {
      TestSubscriber<ChatEvent> listener =
          events.streamSince(chat, 3L * i).takeUntil(e -> e.sequence() == 900).test();
      assertThat(listener.awaitDone(30, TimeUnit.SECONDS).values())
          .extracting(ChatEvent::sequence)
          .containsExactlyElementsOf(sequences(3L * i + 1, 900));
      listener.cancel();
    }
    publisher.join();
  }

  @Test
  void missedDeltasComeMergedAndDoNotPushOutWhatHappenedBefore() {
    publish(1, 2);
    publishDeltas(3, 5002);
    publish(5003, 5003);
    assertThat(
            events.streamSince(chat, 0).takeUntil(e -> e.sequence() == 5003).toList().blockingGet())
        .extracting(ChatEvent::sequence)
        .startsWith(1L, 2L)
        .endsWith(5002L, 5003L)
        .hasSizeLessThan(16);
    assertThat(EventTrace.of(events.streamSince(chat, 4990).take(2).toList().blockingGet()))
        .containsExactly("tokens '" + words(4991, 5002) + "'", "follow-up in 5003");
  }

  @Test
  void missedEventsFollowTheDemand() {
    publish(1, 10);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 4).test(2);
    listener.assertValueCount(2).request(3);
    listener.assertValueCount(5).cancel();
  }

  @Test
  void oneThatWentAwayInTheMiddleOfAnAnswerMissesNoneOfIt() throws Exception {
    Thread publisher = new Thread(() -> publishDeltas(1, 900));
    publisher.start();
    for (int i = 0; i < 50; i++) {
      List<ChatEvent> told =
          events
              .streamSince(chat, 3L * i)
              .takeUntil(e -> e.sequence() == 900)
              .toList()
              .blockingGet();
      assertThat(EventSequence.content(told)).containsExactly(words(3L * i + 1, 900));
    }
    publisher.join();
  }

  @Test
  void oneThatMissedNothingHearsOnlyWhatHappens() {
    publish(1, 3);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 3).test();
    listener.assertEmpty();
    publish(4, 4);
    assertThat(listener.awaitCount(1).values()).hasSize(1);
    listener.cancel();
  }

  @Test
  void oneThatWasAwayTooLongIsToldSo() {
    publish(1, 1500);
    events.streamSince(chat, 10).test().assertError(AnimusException.InvalidRequest.class);
    events.streamSince(chat, 500).test().assertValueCount(1000).cancel();
  }

  @Test
  void aConversationThatBeginsAnewIsNotMixedUpWithItsPast() {
    publish(1, 10);
    publish(1, 2);
    events.streamSince(chat, 0).test().assertValueCount(2).cancel();
    events.streamSince(chat, 7).test().assertError(AnimusException.InvalidRequest.class);
  }

  @Test
  void aListenerIsToldWhenTheConversationBeginsAnewMeanwhile() {
    publish(1, 10);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 10).test();
    publish(1, 1);
    listener.awaitDone(30, TimeUnit.SECONDS).assertFailure(AnimusException.InvalidRequest.class);
  }

  @Test
  void oneThatJoinsKnowsWhatHappenedLately() {
    assertThat(events.recentEvents(chat).blockingGet()).isEmpty();
    publish(1, 12);
    assertThat(events.recentEvents(chat).blockingGet())
        .isNotEmpty()
        .last()
        .matches(event -> event.sequence() == 12);
  }

  @Test
  void otherConversationsAreNotHeard(Vertx vertx) {
    TestSubscriber<ChatEvent> listener = events.streamSince("other", 0).test();
    publish(1, 3);
    TestSubscriber<ChatEvent> mine = events.streamSince(chat, 0).test();
    mine.awaitCount(3).cancel();
    listener.assertEmpty().cancel();
  }
}
