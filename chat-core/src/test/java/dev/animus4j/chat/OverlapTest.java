package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to a message that comes while another one is being answered. */
@ExtendWith(TestVertx.class)
class OverlapTest {
  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  /** An answer that takes ten seconds. */
  private void slowly(String answer) {
    world.answering(
        Flowable.timer(10, TimeUnit.SECONDS, world.clock).map(t -> ChatReply.of(answer)));
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return Trace.of(exchange.values());
  }

  @Test
  void aQueuedMessageWaitsForItsTurn() {
    ChatOptions queue = OPTIONS.overlap(Overlap.queue());
    slowly("1");
    TestSubscriber<ChatEvent> first = world.send("one", queue);
    TestSubscriber<ChatEvent> second = world.send("two", queue);
    TestSubscriber<ChatEvent> third = world.send("three", queue);
    assertThat(trace(second)).containsExactly("queued 1 'two'");
    assertThat(trace(third)).containsExactly("queued 2 'three'");
    assertThat(world.asked).hasSize(1);
    world.after(Duration.ofSeconds(10));
    assertThat(trace(first)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(trace(third))
        .containsExactly(
            "queued 2 'three'",
            "start REGULAR 'three'",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.said())
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
    ChatOptions queue = OPTIONS.overlap(Overlap.queue(1));
    slowly("1");
    world.send("one", queue);
    TestSubscriber<ChatEvent> second = world.send("two", queue);
    assertThat(trace(world.send("three", queue)))
        .containsExactly("failed unavailable", "end FAILED messages 0 images 0");
    world.after(Duration.ofSeconds(10));
    assertThat(trace(second)).endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void aBusyConversationMayRefuse() {
    ChatOptions reject = OPTIONS.overlap(Overlap.REJECT);
    slowly("1");
    TestSubscriber<ChatEvent> first = world.send("one", reject);
    assertThat(trace(world.send("two", reject)))
        .containsExactly("failed unavailable", "end FAILED messages 0 images 0");
    world.after(Duration.ofSeconds(10));
    assertThat(trace(first)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(trace(world.send("three", reject))).endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void onlyTheLatestMayWait() {
    ChatOptions latest = OPTIONS.overlap(Overlap.DROP_STALE);
    slowly("1");
    TestSubscriber<ChatEvent> first = world.send("one", latest);
    TestSubscriber<ChatEvent> second = world.send("two", latest);
    TestSubscriber<ChatEvent> third = world.send("three", latest);
    assertThat(trace(second))
        .containsExactly(
            "queued 1 'two'", "cancelled 1 stale", "end INTERRUPTED messages 0 images 0");
    world.after(Duration.ofSeconds(10));
    assertThat(trace(first)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(trace(third)).startsWith("queued 1 'three'", "start REGULAR 'three'");
    assertThat(world.said()).doesNotContain("user: two");
  }

  @Test
  void messagesInQuickSuccessionAreAnsweredAsOne() {
    ChatOptions merge = OPTIONS.overlap(Overlap.merge(Duration.ofSeconds(2)));
    TestSubscriber<ChatEvent> first = world.send("hi", merge);
    world.after(Duration.ofMillis(1500));
    TestSubscriber<ChatEvent> second = world.send("are you there?", merge);
    world.after(Duration.ofMillis(1500));
    assertThat(world.asked).isEmpty();
    world.after(Duration.ofMillis(500));
    assertThat(trace(first))
        .containsExactly(
            "start REGULAR 'hi\nare you there?'",
            "complete REGULAR 'ok' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(second.values()).isEqualTo(first.values());
    assertThat(world.said()).containsExactly("user: hi\nare you there?", "assistant: ok");
  }

  @Test
  void whatComesDuringTheAnswerIsMergedIntoTheNextMessage() {
    ChatOptions merge = OPTIONS.overlap(Overlap.merge(Duration.ofSeconds(2)));
    slowly("1");
    world.send("one", merge);
    world.after(Duration.ofSeconds(3));
    TestSubscriber<ChatEvent> second = world.send("two", merge);
    TestSubscriber<ChatEvent> third = world.send("three", merge);
    world.after(Duration.ofSeconds(20));
    assertThat(third.values()).isEqualTo(second.values());
    assertThat(world.said())
        .containsExactly("user: one", "assistant: 1", "user: two\nthree", "assistant: ok");
  }

  @Test
  void stoppingEndsWhatIsSaidAndWhatWaits() {
    ChatOptions queue = OPTIONS.overlap(Overlap.queue());
    slowly("1");
    TestSubscriber<ChatEvent> first = world.send("one", queue);
    TestSubscriber<ChatEvent> second = world.send("two", queue);
    world.chat().interrupt();
    world.clock.triggerActions();
    assertThat(trace(first)).endsWith("cancelled 1 stopped", "end INTERRUPTED messages 0 images 0");
    assertThat(trace(second))
        .endsWith("cancelled 1 stopped", "end INTERRUPTED messages 0 images 0");
    assertThat(trace(world.send("three", queue))).endsWith("end COMPLETED messages 1 images 0");
  }

  @Test
  void anInterruptionAlsoEndsWhatWaits() {
    slowly("1");
    world.send("one", OPTIONS);
    TestSubscriber<ChatEvent> waiting = world.send("two", OPTIONS.overlap(Overlap.queue()));
    TestSubscriber<ChatEvent> third = world.send("three", OPTIONS);
    assertThat(trace(waiting))
        .endsWith("cancelled 1 newMessage", "end INTERRUPTED messages 0 images 0");
    assertThat(trace(third)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(world.said()).containsExactly("user: one", "user: three", "assistant: ok");
  }

  @Test
  void sequencesStayGaplessWhateverTheOrder() {
    ChatOptions queue = OPTIONS.overlap(Overlap.queue());
    slowly("1");
    List<TestSubscriber<ChatEvent>> exchanges = new ArrayList<>();
    List.of("one", "two", "three").forEach(text -> exchanges.add(world.send(text, queue)));
    world.after(Duration.ofSeconds(10));
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
