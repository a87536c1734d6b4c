package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing holds a conversation for ever. */
@ExtendWith(TestVertx.class)
class DeadlinesTest {
  private static final Deadlines LIMITS =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(40),
          Duration.ofSeconds(3));
  private static final ChatOptions LIMITED = OPTIONS.deadlines(LIMITS).drawing();

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  /** So many words, one every so often, and no end. */
  private void words(long count, long millis) {
    world.answering(
        Flowable.intervalRange(1, count, millis, millis, TimeUnit.MILLISECONDS, world.clock)
            .<ChatPart>map(i -> new ChatPart.Words(i + " "))
            .concatWith(Flowable.never()));
  }

  private String failure(Runnable exchange) {
    try (Logged log = new Logged()) {
      exchange.run();
      return String.join("\n", log.lines());
    }
  }

  @Test
  void theFirstWordMustComeInTime() {
    world.answering(Flowable.never());
    TestSubscriber<ChatEvent> exchange = world.send("hi", LIMITED);
    world.after(Duration.ofMillis(4999));
    assertThat(exchange.values()).hasSize(1);
    assertThat(failure(() -> world.after(Duration.ofMillis(1))))
        .contains("first byte")
        .contains("5000 ms");
    assertThat(Trace.of(exchange.values()))
        .endsWith("failed timedOut", "end FAILED messages 0 images 0");
    assertThat(world.cancelled).containsExactly("chat");
  }

  @Test
  void soMustEveryFurtherWordAndWhatWasHeardIsKept() {
    words(3, 1900);
    TestSubscriber<ChatEvent> exchange = world.send("hi", LIMITED);
    world.after(Duration.ofMillis(3 * 1900 + 1999));
    assertThat(exchange.values()).hasSize(4);
    assertThat(failure(() -> world.after(Duration.ofMillis(1))))
        .contains("next piece")
        .contains("2000 ms");
    assertThat(world.said()).containsExactly("user: hi", "assistant: 1 2 3 ");
    assertThat(world.remembered().get(1).interrupted()).isTrue();
  }

  @Test
  void theWholeAnswerMustComeInTime() {
    words(1000, 1000);
    world.send("hi", LIMITED);
    assertThat(failure(() -> world.after(Duration.ofSeconds(20))))
        .contains("whole")
        .contains("20000 ms");
  }

  @Test
  void aStuckPictureDoesNotHoldTheConversation() {
    world.answering(ChatReply.of("look").promising("a cat"));
    world.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> exchange = world.send("hi", LIMITED);
    world.after(Duration.ofSeconds(30));
    assertThat(Trace.of(exchange.values()))
        .endsWith("image failed timedOut", "end COMPLETED messages 1 images 0");
    assertThat(world.cancelled).containsExactly("image");
  }

  @Test
  void allTogetherMustComeInTime() {
    world.answering(
        Flowable.timer(4, TimeUnit.SECONDS, world.clock)
            .map(tick -> ChatReply.of("look").promising("a cat")));
    world.drawing(request -> Single.never());
    ChatOptions impatient = LIMITED.deadlines(LIMITS.exchange(Duration.ofSeconds(10)));
    TestSubscriber<ChatEvent> exchange = world.send("hi", impatient);
    world.after(Duration.ofSeconds(10));
    assertThat(Trace.of(exchange.values()))
        .endsWith("image failed timedOut", "end COMPLETED messages 1 images 0");
  }

  @Test
  void anInterruptedStreamLeavesWhatTheUserSaw() {
    words(2, 100);
    world.send("one", LIMITED.streaming(true));
    world.after(Duration.ofMillis(200));
    world.send("two", LIMITED);
    assertThat(world.said())
        .containsExactly("user: one", "assistant: 1 2 ", "user: two", "assistant: ok");
    assertThat(world.remembered().get(1).interrupted()).isTrue();
    assertThat(world.remembered().get(3).interrupted()).isFalse();
  }

  @Test
  void aStoreThatHangsWhenItShallRememberIsGivenUp() {
    world.history = new Hanging(true, false);
    TestSubscriber<ChatEvent> exchange = world.send("hi", LIMITED);
    world.after(Duration.ofMillis(2999));
    assertThat(exchange.values()).isEmpty();
    assertThat(failure(() -> world.after(Duration.ofMillis(1))))
        .contains("a store: the whole call took longer than 3000 ms");
    assertThat(Trace.of(exchange.values()))
        .containsExactly("failed timedOut", "end FAILED messages 0 images 0");
    assertThat(world.asked).isEmpty();
  }

  @Test
  void aStoreThatHangsWhenItIsReadIsGivenUp() {
    world.history = new Hanging(false, true);
    TestSubscriber<ChatEvent> exchange = world.send("hi", LIMITED);
    world.after(Duration.ofSeconds(3));
    assertThat(Trace.of(exchange.values()))
        .containsExactly("start REGULAR 'hi'", "failed timedOut", "end FAILED messages 0 images 0");
  }

  @Test
  void theConversationGoesOnWhenTheStoreWorksAgain() {
    Hanging store = new Hanging(true, false);
    world.history = store;
    TestSubscriber<ChatEvent> first = world.send("one", LIMITED.overlap(Overlap.queue()));
    TestSubscriber<ChatEvent> second = world.send("two", LIMITED.overlap(Overlap.queue()));
    store.appends = false;
    world.after(Duration.ofSeconds(3));
    first.assertComplete();
    assertThat(Trace.of(second.values())).endsWith("end COMPLETED messages 1 images 0");
    assertThat(world.said()).containsExactly("user: two", "assistant: ok");
  }

  /** A history that does not answer. */
  private static final class Hanging implements History {
    private final History kept = History.inMemory();
    private final boolean reads;
    private boolean appends;

    Hanging(boolean appends, boolean reads) {
      this.appends = appends;
      this.reads = reads;
    }

    @Override
    public Completable append(String conversation, Entry entry) {
      return appends ? Completable.never() : kept.append(conversation, entry);
    }

    @Override
    public Single<List<Entry>> recent(String conversation, int limit) {
      return reads ? Single.never() : kept.recent(conversation, limit);
    }

    @Override
    public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
      return kept.edit(conversation, change);
    }
  }

  @Test
  void aLongWaitForAPictureIsNoDeepOne() {
    int hours = 3;
    Deadlines patient = LIMITS.gap(Duration.ofSeconds(1)).image(Duration.ofHours(hours));
    world.answering(ChatReply.of("here").promising("a cat"));
    world.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> exchange =
        world.send("hi", LIMITED.deadlines(patient.exchange(Duration.ofHours(hours))));
    for (int second = 0; second < hours * 3600; second++) {
      world.after(Duration.ofSeconds(1));
    }
    assertThat(Trace.of(exchange.values())).endsWith("end COMPLETED messages 1 images 0");
    assertThat(Trace.of(exchange.values()).toString()).contains("image failed timedOut");
  }

  @Test
  void noLimitIsAVeryLongOne() {
    for (Duration endless :
        List.of(
            Duration.ofMillis(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE),
            ChronoUnit.FOREVER.getDuration())) {
      Deadlines all = new Deadlines(endless, endless, endless, endless, endless, endless);
      TestSubscriber<ChatEvent> exchange = world.send("hi", LIMITED.deadlines(all));
      world.after(Duration.ofMinutes(1));
      assertThat(Trace.of(exchange.values())).endsWith("end COMPLETED messages 1 images 0");
    }
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      List<UnaryOperator<Deadlines>> all =
          List.of(
              limits -> limits.firstToken(none),
              limits -> limits.gap(none),
              limits -> limits.reply(none),
              limits -> limits.image(none),
              limits -> limits.exchange(none),
              limits -> limits.store(none));
      all.forEach(
          change ->
              assertThatThrownBy(() -> change.apply(LIMITS))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining("must be positive"));
    }
  }
}
