package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

@VertxTest
class ExchangeReplayProcessorTest {
  private long sequence;

  private ChatEvent words(String text) {
    return new MessageTokens(new EventStamp("c", "e", ++sequence, Instant.EPOCH), text);
  }

  private ChatEvent other() {
    EventStamp eventStamp = new EventStamp("c", "e", ++sequence, Instant.EPOCH);
    return new ExchangeEvent.FollowUpScheduled(eventStamp, sequence);
  }

  private static void tell(ChatEvents events, ExchangeReplayProcessor replay, ChatEvent event) {
    events.publish(event);
    replay.onNext(event);
  }

  private static String text(List<ChatEvent> events) {
    return events.stream()
        .filter(MessageTokens.class::isInstance)
        .map(event -> ((MessageTokens) event).content())
        .collect(Collectors.joining());
  }

  @Test
  void aFastSubscriberGetsThePublishedInstances(Vertx vertx) {
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    ExchangeReplayProcessor replay = events.newReplay();
    TestSubscriber<ChatEvent> eager = replay.test();
    List<ChatEvent> told = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      told.add(i % 50 == 0 ? other() : words("word "));
      tell(events, replay, told.get(i));
    }
    replay.onComplete();
    eager.assertComplete();
    assertThat(eager.values()).usingElementComparator((a, b) -> a == b ? 0 : 1).isEqualTo(told);
  }

  @Test
  void aLateSubscriberGetsMergedDeltas(Vertx vertx) {
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    ExchangeReplayProcessor replay = events.newReplay();
    ChatEvent first = other();
    tell(events, replay, first);
    IntStream.range(0, 500).forEach(i -> tell(events, replay, words(i + " ")));
    ChatEvent last = other();
    tell(events, replay, last);
    replay.onComplete();
    List<ChatEvent> heard = replay.toList().blockingGet();
    assertThat(heard).hasSize(3).startsWith(first).endsWith(last);
    assertThat(text(heard)).startsWith("0 1 2 ").endsWith(" 499 ");
    assertThat(heard.get(1).sequence()).isEqualTo(501);
  }

  @Test
  void whateverSubscribersAskForTheyHearAllOfItInOrder(Vertx vertx) {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      sequence = 0;
      ChatEvents events = ChatEvents.of(vertx.eventBus());
      ExchangeReplayProcessor replay = events.newReplay();
      List<TestSubscriber<ChatEvent>> subscribers = new ArrayList<>();
      List<ChatEvent> told = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        if (random.nextInt(30) == 0) {
          subscribers.add(replay.test(random.nextInt(3)));
        }
        ChatEvent event = random.nextInt(20) == 0 ? other() : words("w" + i + " ");
        told.add(event);
        if (random.nextInt(50) == 0) {
          // what is published beside the exchange
          events.publish(new ExchangeEvent.FollowUpScheduled(other(event), 1));
        }
        tell(events, replay, event);
        subscribers.forEach(s -> s.request(1 + random.nextInt(2)));
      }
      replay.onComplete();
      subscribers.add(replay.test());
      for (TestSubscriber<ChatEvent> subscriber : subscribers) {
        subscriber.request(Long.MAX_VALUE);
        subscriber.assertComplete();
        assertThat(text(subscriber.values())).isEqualTo(text(told));
        assertThat(others(subscriber.values())).isEqualTo(others(told));
        assertThat(subscriber.values()).extracting(ChatEvent::sequence).isSorted();
      }
    }
  }

  private static EventStamp other(ChatEvent event) {
    return new EventStamp("another", "e", event.sequence(), Instant.EPOCH);
  }

  private static List<ChatEvent> others(List<ChatEvent> events) {
    return events.stream().filter(event -> !(event instanceof MessageTokens)).toList();
  }

  @Test
  void aThrowingSubscriberIsDroppedAndOthersContinue(Vertx vertx) {
    List<Throwable> unheard = new ArrayList<>();
    RxJavaPlugins.setErrorHandler(unheard::add);
    try {
      ChatEvents events = ChatEvents.of(vertx.eventBus());
      ExchangeReplayProcessor replay = events.newReplay();
      replay.subscribe(new FailingSubscriber());
      TestSubscriber<ChatEvent> other = replay.test();
      tell(events, replay, other());
      tell(events, replay, other());
      replay.onComplete();
      other.assertComplete().assertValueCount(2);
      assertThat(unheard).hasSize(1);
    } finally {
      RxJavaPlugins.setErrorHandler(null);
    }
  }

  @Test
  void onlyTheTextOfDeltasIsKept(Vertx vertx) {
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    ExchangeReplayProcessor replay = events.newReplay();
    IntStream.range(0, 1_000).forEach(i -> tell(events, replay, words("a word ")));
    assertThat(replay.sizeInBytes()).isLessThan(2 * 7_000 + 2 * 1_000 + 3 * 400);
  }

  /** Throws what RxJava does not pass on. */
  private static final class FailingSubscriber implements FlowableSubscriber<ChatEvent> {
    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatEvent event) {
      throw new NoClassDefFoundError("com/example/Optional");
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onComplete() {}
  }
}
