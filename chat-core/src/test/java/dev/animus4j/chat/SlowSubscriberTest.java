package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A subscriber that takes its time hears all of it, and the exchange does not wait. */
@VertxTest
class SlowSubscriberTest {
  private static final int TOKENS = 1_000;
  private static final ChatOptions STREAMED =
      ChatFixture.OPTIONS.withoutAutoTurn().withStreaming(true);

  private static ChatFixture streaming(Vertx vertx) {
    Flowable<ChatUpdate> words =
        Flowable.range(0, TOKENS).map(i -> new ChatUpdate.TextDelta(i + " "));
    return new ChatFixture(vertx)
        .answering(words.concatWith(Flowable.just(ChatResponse.of("done"))));
  }

  private static String text(List<ChatEvent> events) {
    return events.stream()
        .filter(MessageTokens.class::isInstance)
        .map(event -> ((MessageTokens) event).content())
        .collect(Collectors.joining());
  }

  @Test
  void anExchangeIsOverHoweverLittleOfItWasTaken(Vertx vertx) {
    ChatFixture fixture = streaming(vertx);
    TestSubscriber<ChatEvent> slow = fixture.chat().send("hi", STREAMED).test(1);
    fixture.clock.triggerActions();
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: done");
    slow.assertValueCount(1).request(Long.MAX_VALUE);
    slow.assertComplete();
    inFewPieces(slow.values());
  }

  /** All of it, though what waited has been joined. */
  private static void inFewPieces(List<ChatEvent> events) {
    List<String> words = IntStream.range(0, TOKENS).mapToObj(i -> i + " ").toList();
    assertThat(text(events)).isEqualTo(String.join("", words));
    assertThat(events).hasSizeLessThan(10);
    assertThat(EventTrace.of(events.stream().filter(e -> !(e instanceof MessageTokens)).toList()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'done' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void aSlowSubscriberWithAContextIsToldNoMoreThanItAsksFor(Vertx vertx) throws Exception {
    ChatFixture fixture = streaming(vertx);
    Flowable<ChatEvent> exchange = fixture.chat().send("hi", STREAMED);
    fixture.clock.triggerActions();
    Context context = vertx.getOrCreateContext();
    TestSubscriber<ChatEvent> slow = new TestSubscriber<>(1);
    onceIn(context, () -> exchange.subscribe(slow));
    slow.awaitCount(1);
    onceIn(context, () -> {});
    slow.assertValueCount(1).request(Long.MAX_VALUE);
    slow.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    inFewPieces(slow.values());
  }

  @Test
  void aSlowListenerGetsTheSameTextInFewerPieces(Vertx vertx) throws Exception {
    ChatFixture fixture = streaming(vertx);
    Context context = vertx.getOrCreateContext();
    TestSubscriber<ChatEvent> slow = new TestSubscriber<>(2);
    onceIn(context, () -> fixture.chat().events().stream().subscribe(slow));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", STREAMED);
    onceIn(context, () -> {});
    slow.assertValueCount(2).request(9);
    inFewPieces(slow.values());
    assertThat(slow.values()).startsWith(exchange.values().get(0), exchange.values().get(1));
    assertThat(slow.values()).last().isSameAs(exchange.values().get(TOKENS + 3));
    slow.cancel();
  }

  /** Waits until {@code action}, and all that was to be done before it, is done there. */
  private static void onceIn(Context context, Runnable action) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        here -> {
          action.run();
          done.complete(null);
        });
    done.get(30, TimeUnit.SECONDS);
  }
}
