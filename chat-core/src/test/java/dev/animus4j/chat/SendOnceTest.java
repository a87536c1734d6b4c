package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that arrives twice is answered once. */
@VertxTest
class SendOnceTest {
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private TestSubscriber<ChatEvent> send(String id, String text) {
    TestSubscriber<ChatEvent> exchange = fixture.chat().sendOnce(id, text).test();
    fixture.clock.triggerActions();
    return exchange;
  }

  @Test
  void aRepetitionAttachesToTheRunningExchange() {
    fixture.answering(Flowable.never());
    TestSubscriber<ChatEvent> first = send("m1", "hi");
    TestSubscriber<ChatEvent> again = send("m1", "hi");
    fixture.chat().interrupt();
    fixture.clock.triggerActions();
    assertThat(fixture.asked).hasSize(1);
    assertThat(again.values()).isEqualTo(first.values());
    assertThat(EventTrace.of(again.values())).contains("cancelled 1 stopped");
  }

  @Test
  void aRepetitionGetsTheFinishedExchange() {
    TestSubscriber<ChatEvent> first = send("m1", "hi");
    TestSubscriber<ChatEvent> again = send("m1", "hi");
    again.assertComplete();
    assertThat(again.values()).isEqualTo(first.values());
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: ok");
  }

  @Test
  void anotherIdOrAnotherConversationIsAnotherMessage() {
    send("m1", "hi");
    send("m2", "hi");
    fixture.client().chat("b").sendOnce("m1", "hi");
    fixture.clock.triggerActions();
    assertThat(fixture.asked).hasSize(3);
  }

  @Test
  void aFailedMessageMayBeSentAgain() {
    failing();
    assertThat(EventTrace.of(send("m1", "hi").values())).contains("failed internal");
    assertThat(EventTrace.of(send("m1", "hi").values()))
        .contains("complete REGULAR 'ok' last of 1");
    assertThat(fixture.asked).hasSize(2);
  }

  @Test
  void aMessageSentAgainIsStoredOnce() {
    failing();
    send("m1", "hi");
    send("m1", "hi");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: ok");
    failing();
    send("m2", "hi");
    send("m3", "hello");
    assertThat(fixture.said())
        .containsExactly("user: hi", "assistant: ok", "user: hi", "user: hello", "assistant: ok");
  }

  @Test
  void aMessageSentAgainIsStoredAfterTheHistoryWasCleared() {
    failing();
    send("m1", "hi");
    fixture.chat().history().clear().subscribe();
    send("m1", "hi");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: ok");
  }

  @Test
  void aMessageRepeatedBeforeTheReplyIsStoredTwice() {
    fixture.answering(Flowable.never());
    send("m1", "hi");
    send("m2", "hi");
    assertThat(fixture.said()).containsExactly("user: hi", "user: hi", "assistant: ok");
  }

  private void failing() {
    fixture.answering(Flowable.error(new IllegalStateException("down")));
  }
}
