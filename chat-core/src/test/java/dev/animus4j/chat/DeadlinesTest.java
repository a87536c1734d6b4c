package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.rules.VertxTest;
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

/** Nothing holds a conversation for ever. */
@VertxTest
class DeadlinesTest {
  private static final Deadlines LIMITS =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(40),
          Duration.ofSeconds(3));
  private static final ChatOptions LIMITED = OPTIONS.withDeadlines(LIMITS).withImages();

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  /** So many words, one every so often, and no end. */
  private void words(long count, long millis) {
    fixture.answering(
        Flowable.intervalRange(1, count, millis, millis, TimeUnit.MILLISECONDS, fixture.clock)
            .<ChatUpdate>map(i -> new ChatUpdate.TextDelta(i + " "))
            .concatWith(Flowable.never()));
  }

  private String failure(Runnable exchange) {
    try (CapturedLog log = new CapturedLog()) {
      exchange.run();
      return String.join("\n", log.lines());
    }
  }

  @Test
  void theFirstWordMustComeInTime() {
    fixture.answering(Flowable.never());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED);
    fixture.after(Duration.ofMillis(4999));
    assertThat(exchange.values()).hasSize(2);
    assertThat(failure(() -> fixture.after(Duration.ofMillis(1))))
        .contains("first byte")
        .contains("5000 ms");
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("failed timedOut", "end FAILED messages 0 images 0");
    assertThat(fixture.cancelled).containsExactly("chat");
  }

  @Test
  void soMustEveryFurtherWordAndWhatWasHeardIsKept() {
    words(3, 1900);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED);
    fixture.after(Duration.ofMillis(3 * 1900 + 1999));
    assertThat(exchange.values()).hasSize(5);
    assertThat(failure(() -> fixture.after(Duration.ofMillis(1))))
        .contains("next piece")
        .contains("2000 ms");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: 1 2 3 ");
    assertThat(fixture.remembered().get(1).interrupted()).isTrue();
  }

  /** So many of these, one every so often, and no end. */
  private void parts(ChatUpdate part, long count, long millis) {
    fixture.answering(
        Flowable.intervalRange(1, count, millis, millis, TimeUnit.MILLISECONDS, fixture.clock)
            .map(i -> part)
            .concatWith(Flowable.never()));
  }

  @Test
  void whateverArrivesIsLifeAndSilenceBeforeTheFirstTokenMayBeLonger() {
    parts(new ChatUpdate.KeepAlive(), 3, 4900);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED);
    fixture.after(Duration.ofMillis(3 * 4900 + 4999));
    assertThat(exchange.values()).hasSize(2);
    assertThat(failure(() -> fixture.after(Duration.ofMillis(1))))
        .contains("first byte")
        .contains("5000 ms");
  }

  @Test
  void thoughtsAreTokensAndAreTold() {
    parts(new ChatUpdate.ReasoningDelta("h"), 4, 1900);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED);
    fixture.after(Duration.ofMillis(4 * 1900 + 1999));
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("reasoning 'h'", "reasoning 'h'", "reasoning 'h'", "reasoning 'h'");
    assertThat(failure(() -> fixture.after(Duration.ofMillis(1)))).contains("next piece");
    assertThat(fixture.said()).containsExactly("user: hi");
  }

  @Test
  void lifeDoesNotExtendTheWhole() {
    parts(new ChatUpdate.KeepAlive(), 1000, 1000);
    fixture.send("hi", LIMITED);
    assertThat(failure(() -> fixture.after(Duration.ofSeconds(20)))).contains("20000 ms");
  }

  @Test
  void aModelThatDrawsMayBeSilentAsLongAsTheWhole() {
    fixture.answering(
        Flowable.<ChatUpdate>just(
                ChatUpdate.KeepAlive.ofSilence(),
                new ChatUpdate.TextDelta("Here"),
                new ChatUpdate.KeepAlive())
            .concatWith(Flowable.never()));
    fixture.send("hi", LIMITED);
    fixture.after(Duration.ofMillis(19_999));
    assertThat(failure(() -> fixture.after(Duration.ofMillis(1)))).contains("20000 ms");
  }

  @Test
  void anAnswerThatIsNotStreamedMayTakeAsLongAsTheWhole() {
    for (ChatOptions whole : List.of(LIMITED.withStreaming(false), LIMITED.withAutoTurn())) {
      fixture.answering(Flowable.never());
      fixture.send("hi", whole);
      fixture.after(Duration.ofMillis(19_999));
      assertThat(failure(() -> fixture.after(Duration.ofMillis(1))))
          .contains("whole")
          .contains("20000 ms");
    }
  }

  @Test
  void theWholeAnswerMustComeInTime() {
    words(1000, 1000);
    fixture.send("hi", LIMITED);
    assertThat(failure(() -> fixture.after(Duration.ofSeconds(20))))
        .contains("whole")
        .contains("20000 ms");
  }

  @Test
  void aStuckPictureDoesNotHoldTheConversation() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat"));
    fixture.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED);
    fixture.after(Duration.ofSeconds(30));
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("image failed timedOut", "end COMPLETED messages 1 images 0");
    assertThat(fixture.cancelled).containsExactly("image");
  }

  @Test
  void anImageMayTakeMinutesInSilenceByDefault() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat"));
    fixture.drawing(
        request ->
            Single.timer(299, TimeUnit.SECONDS, fixture.clock)
                .map(tick -> ChatFixture.picture(request.prompt())));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS.withImages());
    fixture.after(Duration.ofSeconds(299));
    assertThat(EventTrace.of(exchange.values())).endsWith("end COMPLETED messages 1 images 1");
  }

  @Test
  void allTogetherMustComeInTime() {
    fixture.answering(
        Flowable.timer(4, TimeUnit.SECONDS, fixture.clock)
            .map(tick -> ChatResponse.of("look").withImagePrompt("a cat")));
    fixture.drawing(request -> Single.never());
    ChatOptions impatient = LIMITED.withTimeout(Duration.ofSeconds(10));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", impatient);
    fixture.after(Duration.ofSeconds(10));
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("image failed timedOut", "end COMPLETED messages 1 images 0");
  }

  @Test
  void anInterruptedStreamLeavesWhatTheUserSaw() {
    words(2, 100);
    fixture.send("one", LIMITED.withStreaming(true));
    fixture.after(Duration.ofMillis(200));
    fixture.send("two", LIMITED);
    assertThat(fixture.said())
        .containsExactly("user: one", "assistant: 1 2 ", "user: two", "assistant: ok");
    assertThat(fixture.remembered().get(1).interrupted()).isTrue();
    assertThat(fixture.remembered().get(3).interrupted()).isFalse();
  }

  @Test
  void aStoreThatHangsWhenItShallRememberIsGivenUp() {
    fixture.history = new HangingHistoryStore(true, false);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED);
    fixture.after(Duration.ofMillis(2999));
    assertThat(exchange.values()).isEmpty();
    assertThat(failure(() -> fixture.after(Duration.ofMillis(1))))
        .contains("a store: the whole call took longer than 3000 ms");
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly("failed timedOut", "end FAILED messages 0 images 0");
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void aStoreThatHangsWhenItIsReadIsGivenUp() {
    fixture.history = new HangingHistoryStore(false, true);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED);
    fixture.after(Duration.ofSeconds(3));
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "failed timedOut",
            "end FAILED messages 0 images 0");
  }

  @Test
  void theConversationGoesOnWhenTheStoreWorksAgain() {
    HangingHistoryStore store = new HangingHistoryStore(true, false);
    fixture.history = store;
    TestSubscriber<ChatEvent> first =
        fixture.send("one", LIMITED.withOverlap(OverlapPolicy.queue()));
    TestSubscriber<ChatEvent> second =
        fixture.send("two", LIMITED.withOverlap(OverlapPolicy.queue()));
    store.appends = false;
    fixture.after(Duration.ofSeconds(3));
    first.assertComplete();
    assertThat(EventTrace.of(second.values())).endsWith("end COMPLETED messages 1 images 0");
    assertThat(fixture.said()).containsExactly("user: two", "assistant: ok");
  }

  /** A history that does not answer. */
  private static final class HangingHistoryStore implements HistoryStore {
    private final HistoryStore kept = HistoryStore.inMemory();
    private final boolean reads;
    private boolean appends;

    HangingHistoryStore(boolean appends, boolean reads) {
      this.appends = appends;
      this.reads = reads;
    }

    @Override
    public Completable append(String conversation, HistoryEntry entry) {
      return appends ? Completable.never() : kept.append(conversation, entry);
    }

    @Override
    public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
      return reads ? Single.never() : kept.recentEntries(conversation, limit);
    }

    @Override
    public Single<List<HistoryEntry>> edit(
        String conversation, UnaryOperator<List<HistoryEntry>> change) {
      return kept.edit(conversation, change);
    }
  }

  @Test
  void aLongWaitForAPictureIsNoDeepOne() {
    int hours = 3;
    Deadlines patient = LIMITS.withGap(Duration.ofSeconds(1)).withImage(Duration.ofHours(hours));
    fixture.answering(ChatResponse.of("here").withImagePrompt("a cat"));
    fixture.drawing(request -> Single.never());
    TestSubscriber<ChatEvent> exchange =
        fixture.send("hi", LIMITED.withDeadlines(patient.withExchange(Duration.ofHours(hours))));
    for (int second = 0; second < hours * 3600; second++) {
      fixture.after(Duration.ofSeconds(1));
    }
    assertThat(EventTrace.of(exchange.values())).endsWith("end COMPLETED messages 1 images 0");
    assertThat(EventTrace.of(exchange.values()).toString()).contains("image failed timedOut");
  }

  @Test
  void noLimitIsAVeryLongOne() {
    for (Duration endless :
        List.of(
            Duration.ofMillis(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE),
            ChronoUnit.FOREVER.getDuration())) {
      Deadlines all = new Deadlines(endless, endless, endless, endless, endless, endless);
      TestSubscriber<ChatEvent> exchange = fixture.send("hi", LIMITED.withDeadlines(all));
      fixture.after(Duration.ofMinutes(1));
      assertThat(EventTrace.of(exchange.values())).endsWith("end COMPLETED messages 1 images 0");
    }
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
      List<UnaryOperator<Deadlines>> all =
          List.of(
              limits -> limits.withFirstToken(none),
              limits -> limits.withGap(none),
              limits -> limits.withReply(none),
              limits -> limits.withImage(none),
              limits -> limits.withExchange(none),
              limits -> limits.withStore(none));
      all.forEach(
          change ->
              assertThatThrownBy(() -> change.apply(LIMITS))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining("must be positive"));
    }
  }
}
