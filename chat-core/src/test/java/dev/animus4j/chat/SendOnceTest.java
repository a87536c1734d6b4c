package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A message that arrives twice is answered once. */
@ExtendWith(TestVertx.class)
class SendOnceTest {
  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private TestSubscriber<ChatEvent> send(String id, String text) {
    TestSubscriber<ChatEvent> exchange = world.chat().sendOnce(id, text).test();
    world.clock.triggerActions();
    return exchange;
  }

  @Test
  void aRepetitionAttachesToTheRunningExchange() {
    world.answering(Flowable.never());
    TestSubscriber<ChatEvent> first = send("m1", "hi");
    TestSubscriber<ChatEvent> again = send("m1", "hi");
    world.chat().interrupt();
    world.clock.triggerActions();
    assertThat(world.asked).hasSize(1);
    assertThat(again.values()).isEqualTo(first.values());
    assertThat(Trace.of(again.values())).contains("cancelled 1 stopped");
  }

  @Test
  void aRepetitionGetsTheFinishedExchange() {
    TestSubscriber<ChatEvent> first = send("m1", "hi");
    TestSubscriber<ChatEvent> again = send("m1", "hi");
    again.assertComplete();
    assertThat(again.values()).isEqualTo(first.values());
    assertThat(world.said()).containsExactly("user: hi", "assistant: ok");
  }

  @Test
  void anotherIdOrAnotherConversationIsAnotherMessage() {
    send("m1", "hi");
    send("m2", "hi");
    world.client().chat("b").sendOnce("m1", "hi");
    world.clock.triggerActions();
    assertThat(world.asked).hasSize(3);
  }

  @Test
  void whatBroughtNothingMayBeSentAgain() {
    failing();
    assertThat(Trace.of(send("m1", "hi").values())).contains("failed internal");
    assertThat(Trace.of(send("m1", "hi").values())).contains("complete REGULAR 'ok' last of 1");
    assertThat(world.asked).hasSize(2);
  }

  @Test
  void whatIsSentAgainIsRememberedOnce() {
    failing();
    send("m1", "hi");
    send("m1", "hi");
    assertThat(world.said()).containsExactly("user: hi", "assistant: ok");
    failing();
    send("m2", "hi");
    send("m3", "hello");
    assertThat(world.said())
        .containsExactly("user: hi", "assistant: ok", "user: hi", "user: hello", "assistant: ok");
  }

  @Test
  void whatIsSentAgainIsRememberedWhenItIsForgotten() {
    failing();
    send("m1", "hi");
    world.chat().history().clear().subscribe();
    send("m1", "hi");
    assertThat(world.said()).containsExactly("user: hi", "assistant: ok");
  }

  @Test
  void whatIsSaidAgainBeforeTheAnswerIsSaidTwice() {
    world.answering(Flowable.never());
    send("m1", "hi");
    send("m2", "hi");
    assertThat(world.said()).containsExactly("user: hi", "user: hi", "assistant: ok");
  }

  private void failing() {
    world.answering(Flowable.error(new IllegalStateException("down")));
  }
}
