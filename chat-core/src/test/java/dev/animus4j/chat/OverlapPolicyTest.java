package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a message that comes while another one is being answered. */
@VertxTest
class OverlapPolicyTest {
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  /** An answer that takes ten seconds. */
  private void slowly(String answer) {
    fixture.answering(
        Flowable.timer(10, TimeUnit.SECONDS, fixture.clock).map(t -> ChatResponse.of(answer)));
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return EventTrace.of(exchange.values());
  }

  @Test
  void aQueuedMessageWaitsForItsTurn() {
    ChatOptions queue = OPTIONS.withOverlap(OverlapPolicy.queue());
    slowly("1");
    TestSubscriber<ChatEvent> first = fixture.send("one", queue);
    TestSubscriber<ChatEvent> second = fixture.send("two", queue);
    TestSubscriber<ChatEvent> third = fixture.send("three", queue);
    assertThat(trace(second)).containsExactly("queued 1 'two'");
    assertThat(trace(third)).containsExactly("queued 2 'three'");
    assertThat(fixture.asked).hasSize(1);
    fixture.after(Duration.ofSeconds(10));
    assertThat(trace(first)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(trace(third))
        .containsExactly(
            "queued 2 'three'",
            "received 'three'",
            "start REGULAR ''",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.said())
        .containsExactly(
            "user: one",
            "assistant: 1",
            "user: two",
            "assistant: ok",
            "user: three",
            "assistant: ok");
  }

  @Test
  void oneMessageTooManyIsRefusedAndTheOthersAreNot() {
    ChatOptions queue = OPTIONS.withOverlap(OverlapPolicy.queue(1));
    slowly("1");
    fixture.send("one", queue);
    TestSubscriber<ChatEvent> second = fixture.send("two", queue);
    assertThat(trace(fixture.send("three", queue)))
        .containsExactly("failed unavailable", "end FAILED messages 0 images 0");
    fixture.after(Duration.ofSeconds(10));
    assertThat(trace(second)).endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void aBusyConversationMayRefuse() {
    ChatOptions reject = OPTIONS.withOverlap(OverlapPolicy.REJECT);
    slowly("1");
    TestSubscriber<ChatEvent> first = fixture.send("one", reject);
    assertThat(trace(fixture.send("two", reject)))
        .containsExactly("failed unavailable", "end FAILED messages 0 images 0");
    fixture.after(Duration.ofSeconds(10));
    assertThat(trace(first)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(trace(fixture.send("three", reject))).endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void onlyTheLatestMayWait() {
    ChatOptions latest = OPTIONS.withOverlap(OverlapPolicy.DROP_STALE);
    slowly("1");
    TestSubscriber<ChatEvent> first = fixture.send("one", latest);
    TestSubscriber<ChatEvent> second = fixture.send("two", latest);
    TestSubscriber<ChatEvent> third = fixture.send("three", latest);
    assertThat(trace(second))
        .containsExactly(
            "queued 1 'two'", "cancelled 1 stale", "end INTERRUPTED messages 0 images 0");
    fixture.after(Duration.ofSeconds(10));
    assertThat(trace(first)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(trace(third)).startsWith("queued 1 'three'", "received 'three'", "start REGULAR ''");
    assertThat(fixture.said()).doesNotContain("user: two");
  }

  @Test
  void messagesInQuickSuccessionAreAnsweredAsOne() {
    ChatOptions merge = OPTIONS.withOverlap(OverlapPolicy.merge(Duration.ofSeconds(2)));
    TestSubscriber<ChatEvent> first = fixture.send("hi", merge);
    fixture.after(Duration.ofMillis(1500));
    TestSubscriber<ChatEvent> second = fixture.send("are you there?", merge);
    fixture.after(Duration.ofMillis(1500));
    assertThat(fixture.asked).isEmpty();
    fixture.after(Duration.ofMillis(500));
    assertThat(trace(first))
        .containsExactly(
            "received 'hi\nare you there?'",
            "start REGULAR ''",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(second.values()).isEqualTo(first.values());
    assertThat(fixture.said()).containsExactly("user: hi\nare you there?", "assistant: ok");
  }

  @Test
  void messagesDuringTheReplyAreMergedIntoTheNextMessage() {
    ChatOptions merge = OPTIONS.withOverlap(OverlapPolicy.merge(Duration.ofSeconds(2)));
    slowly("1");
    fixture.send("one", merge);
    fixture.after(Duration.ofSeconds(3));
    TestSubscriber<ChatEvent> second = fixture.send("two", merge);
    TestSubscriber<ChatEvent> third = fixture.send("three", merge);
    fixture.after(Duration.ofSeconds(20));
    assertThat(third.values()).isEqualTo(second.values());
    assertThat(fixture.said())
        .containsExactly("user: one", "assistant: 1", "user: two\nthree", "assistant: ok");
  }

  @Test
  void stoppingEndsWhatIsSaidAndWhatWaits() {
    ChatOptions queue = OPTIONS.withOverlap(OverlapPolicy.queue());
    slowly("1");
    TestSubscriber<ChatEvent> first = fixture.send("one", queue);
    TestSubscriber<ChatEvent> second = fixture.send("two", queue);
    fixture.chat().interrupt();
    fixture.clock.triggerActions();
    assertThat(trace(first)).endsWith("cancelled 1 stopped", "end INTERRUPTED messages 0 images 0");
    assertThat(trace(second))
        .endsWith("cancelled 1 stopped", "end INTERRUPTED messages 0 images 0");
    assertThat(trace(fixture.send("three", queue))).endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void anInterruptionAlsoEndsWhatWaits() {
    slowly("1");
    fixture.send("one", OPTIONS);
    TestSubscriber<ChatEvent> waiting =
        fixture.send("two", OPTIONS.withOverlap(OverlapPolicy.queue()));
    TestSubscriber<ChatEvent> third = fixture.send("three", OPTIONS);
    assertThat(trace(waiting))
        .endsWith("cancelled 1 newMessage", "end INTERRUPTED messages 0 images 0");
    assertThat(trace(third)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(fixture.said()).containsExactly("user: one", "user: three", "assistant: ok");
  }

  @Test
  void sequencesStayGaplessWhateverTheOrder() {
    ChatOptions queue = OPTIONS.withOverlap(OverlapPolicy.queue());
    slowly("1");
    List<TestSubscriber<ChatEvent>> exchanges = new ArrayList<>();
    List.of("one", "two", "three").forEach(text -> exchanges.add(fixture.send(text, queue)));
    fixture.after(Duration.ofSeconds(10));
    List<Long> sequences =
        exchanges.stream()
            .flatMap(e -> e.values().stream())
            .map(ChatEvent::sequence)
            .sorted()
            .toList();
    assertThat(sequences)
        .startsWith(1L)
        .doesNotHaveDuplicates()
        .last()
        .isEqualTo((long) sequences.size());
  }
}
