package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.Checkpoint;
import io.vertx.junit5.VertxTestContext;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@VertxTest
class ChatEventsTest {
  private static MessageTokens tokens(String conversation, long sequence) {
    return new MessageTokens(new EventStamp(conversation, "x", sequence, Instant.EPOCH), "w");
  }

  @Test
  void listenersGetTheVerySameObjectOnBothAddresses(Vertx vertx) {
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    TestSubscriber<ChatEvent> all =
        events.stream().filter(e -> e.conversationId().equals("same")).test();
    TestSubscriber<ChatEvent> one = events.conversation("same").stream().test();
    MessageTokens event = tokens("same", 1);
    events.publish(event);
    assertThat(all.awaitCount(1).values().get(0)).isSameAs(event);
    assertThat(one.awaitCount(1).values().get(0)).isSameAs(event);
    all.cancel();
    one.cancel();
  }

  @Test
  void aConversationsAddressBringsOnlyItsEventsInOrder(Vertx vertx) {
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    TestSubscriber<ChatEvent> mine = events.conversation("mine").stream().take(2000).test();
    for (long i = 1; i <= 2000; i++) {
      events.publish(tokens("other", i));
      events.publish(tokens("mine", i));
    }
    assertThat(mine.awaitDone(30, TimeUnit.SECONDS).values())
        .extracting(ChatEvent::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 2000).boxed().toList());
    mine.cancel();
  }

  @Test
  void aThrowingListenerIsReportedAndMissesNothing(Vertx vertx, VertxTestContext test) {
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    Checkpoint reported = test.checkpoint(3);
    Checkpoint heard = test.checkpoint(3);
    Context context = vertx.getOrCreateContext();
    context.exceptionHandler(failure -> reported.flag());
    context.runOnContext(
        start -> {
          events
              .conversation("throwing")
              .subscribe(
                  MessageTokens.class,
                  event -> {
                    heard.flag();
                    throw new IllegalStateException("listener");
                  });
          List.of(1L, 2L, 3L).forEach(i -> events.publish(tokens("throwing", i)));
        });
  }

  @Test
  void aListenerGetsItsTypeOnlyAndNothingOnceDisposed(Vertx vertx) {
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    Queue<ChatEvent> failures = new ConcurrentLinkedQueue<>();
    Queue<ChatEvent> gone = new ConcurrentLinkedQueue<>();
    TestSubscriber<ChatEvent> all = events.conversation("typed").stream().test();
    events.conversation("typed").subscribe(MessageFailed.class, failures::add);
    Disposable listener = events.conversation("typed").subscribe(MessageTokens.class, gone::add);
    listener.dispose();
    events.publish(tokens("typed", 1));
    all.awaitCount(1).cancel();
    assertThat(failures).isEmpty();
    assertThat(gone).isEmpty();
  }

  @Test
  void severalClientsMayShareOneBus(Vertx vertx) {
    ChatEvents.of(vertx.eventBus());
    ChatEvents.of(vertx.eventBus()).publish(tokens("shared", 1));
  }
}
