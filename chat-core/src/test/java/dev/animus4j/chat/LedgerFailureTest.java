package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.ledger.InMemoryLedger;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.TakenOver;
import dev.animus4j.image.Image;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of conversations whose ledger fails, is late, or is not there. */
@VertxTest
class LedgerFailureTest {
  private static final String INTERRUPTED = "end INTERRUPTED messages 0 images 0";

  private final InMemoryLedger memory = new InMemoryLedger();
  private final FaultyLedger ledger = new FaultyLedger(memory);
  private Vertx vertx;
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    this.vertx = vertx;
    fixture = ledger.fixture(vertx);
  }

  private static AnimusException refused() {
    return new AnimusException.InvalidRequest(FailureOrigin.of("ledger"), "no text");
  }

  /** Leaves an exchange running, as a crash does. */
  private void crash() {
    fixture.answering(Flowable.never());
    fixture.send("hi", OPTIONS);
  }

  @Test
  void whatWaitsBehindAnExchangeThatIsCutOffIsNotStored() {
    PublishProcessor<ChatUpdate> model = PublishProcessor.create();
    fixture.answering(model.onBackpressureBuffer());
    ChatOptions queued = OPTIONS.withOverlap(OverlapPolicy.queue());
    TestSubscriber<ChatEvent> first = fixture.send("one", queued);
    TestSubscriber<ChatEvent> second = fixture.send("two", queued);
    memory.reopen().claim("default").test();
    model.onNext(ChatResponse.of("late"));
    model.onComplete();
    fixture.after(Duration.ofMinutes(1));
    first.assertError(TakenOver.class);
    second.assertError(TakenOver.class);
    assertThat(ledger.stored()).doesNotContain("received 'two'");
  }

  @Test
  void aClaimWhoseRunningExchangesCannotBeReadIsRepeated() {
    crash();
    FaultyLedger next = ledger.reopen();
    next.onRead = () -> Completable.error(FaultyLedger.away(false));
    ChatFixture restarted = next.fixture(vertx);
    restarted.client();
    restarted.after(Duration.ofMinutes(1));
    next.onRead = Completable::complete;
    restarted.after(Duration.ofMinutes(1));
    assertThat(ledger.stored()).endsWith(INTERRUPTED);
  }

  @Test
  void aConversationIsClaimedAgainByOneTimerHoweverOftenThatFails() {
    AtomicInteger claims = new AtomicInteger();
    ledger.onClaim =
        () -> {
          claims.incrementAndGet();
          return Completable.error(FaultyLedger.away(true));
        };
    for (int i = 0; i < 50; i++) {
      fixture.send("hi", OPTIONS).assertError(AnimusException.Unavailable.class);
    }
    fixture.after(Duration.ofMinutes(10));
    assertThat(claims).hasValueBetween(60, 90);
  }

  @Test
  void aClosedClientClaimsNothingMore() {
    AtomicInteger claims = new AtomicInteger();
    ledger.onClaim =
        () -> {
          claims.incrementAndGet();
          return Completable.error(FaultyLedger.away(true));
        };
    fixture.send("hi", OPTIONS);
    fixture.client().close();
    fixture.after(Duration.ofMinutes(10));
    assertThat(claims).hasValue(1);
  }

  @Test
  void aStepThatCanNeverBeStoredFailsOnlyItsCulprit() {
    crash();
    FaultyLedger next = ledger.reopen();
    next.onWrite =
        (step, write) ->
            step.entries().stream().anyMatch(it -> it.entry().message().content().equals("poison"))
                ? Completable.error(refused())
                : write;
    ChatFixture restarted = next.fixture(vertx);
    TestSubscriber<ChatEvent> bad = restarted.chat().send("poison").test();
    restarted.clock.triggerActions();
    assertThat(EventTrace.of(bad.assertComplete().values()))
        .containsExactly("failed invalidRequest", "end FAILED messages 0 images 0");
    assertThat(ledger.stored()).contains(INTERRUPTED);
    assertThat(restarted.asked).isEmpty();
    assertThat(restarted.said()).containsExactly("user: hi");
  }

  @Test
  void anImageThatTheLedgerRefusesFails() {
    ledger.onWrite =
        (step, write) -> step.images().isEmpty() ? write : Completable.error(refused());
    TestObserver<Image> image = fixture.chat().generateImage("a cat").test();
    fixture.clock.triggerActions();
    image.assertError(AnimusException.InvalidRequest.class);
    assertThat(fixture.drawn).isEmpty();
  }

  @Test
  void anImageThatIsCancelledWhileItsFailureIsStoredEndsOnce() {
    CompletableSubject commit = CompletableSubject.create();
    ledger.onWrite = (step, write) -> ledger.steps.size() == 1 ? write : commit.andThen(write);
    fixture.drawing(request -> Single.error(refused()));
    TestObserver<Image> image = fixture.chat().generateImage("a cat").test();
    fixture.clock.triggerActions();
    image.dispose();
    fixture.clock.triggerActions();
    commit.onComplete();
    fixture.clock.triggerActions();
    assertThat(ledger.stored())
        .containsExactly(
            "image start 'a cat'", "image failed invalidRequest", "end FAILED messages 0 images 0");
  }

  @Test
  void messagesWithIdsFailTogetherWhenTheLedgerIsAway() {
    ledger.onRead = Completable::never;
    List<TestSubscriber<ChatEvent>> sent =
        Stream.of("m1", "m2", "m3").map(id -> fixture.chat().sendOnce(id, "hi").test()).toList();
    TestSubscriber<ChatEvent> behind = fixture.send("and?", OPTIONS);
    fixture.after(Duration.ofSeconds(30));
    sent.forEach(it -> it.assertError(AnimusException.TimedOut.class));
    behind.assertError(AnimusException.TimedOut.class);
    ledger.onRead = Completable::complete;
    fixture.send("again", OPTIONS).assertComplete();
  }

  @Test
  void aMessageThatAnotherClientIsAnsweringIsNotPresentedAsAnswered() {
    fixture.send("hi", OPTIONS);
    ChatFixture other = ledger.reopen().fixture(vertx);
    other.answering(Flowable.never());
    other.chat().sendOnce("m1", "there?").test();
    other.clock.triggerActions();
    TestSubscriber<ChatEvent> again = fixture.chat().sendOnce("m1", "there?").test();
    fixture.clock.triggerActions();
    again.assertError(TakenOver.class);
  }

  @Test
  void anErasureThatFailsLeavesNothingRunning() {
    crash();
    ledger.onForget = () -> Completable.error(FaultyLedger.away(false));
    TestObserver<Erasure> erasure = fixture.client().forget("default").test();
    fixture.clock.triggerActions();
    erasure.assertError(AnimusException.Unavailable.class);
    fixture.after(Duration.ofSeconds(2));
    assertThat(ledger.stored()).endsWith(INTERRUPTED);
  }

  @Test
  void aConversationThatIsErasedDuringItsClaimBeginsAnew() {
    crash();
    FaultyLedger next = ledger.reopen();
    CompletableSubject claimed = CompletableSubject.create();
    next.onClaim = () -> claimed;
    ChatFixture restarted = next.fixture(vertx);
    restarted.client();
    restarted.clock.triggerActions();
    TestObserver<Erasure> erasure = restarted.client().forget("default").test();
    restarted.clock.triggerActions();
    claimed.onComplete();
    restarted.clock.triggerActions();
    erasure.assertValue(new Erasure(true, List.of()));
    restarted.send("hello", OPTIONS).assertComplete();
    assertThat(ledger.stored()).doesNotContain(INTERRUPTED).hasSize(4);
  }

  @Test
  void aMessageIsNotMergedIntoOneWhoseInterruptionIsNotStoredYet() {
    ChatOptions merge = OPTIONS.withOverlap(OverlapPolicy.merge(Duration.ofSeconds(2)));
    CompletableSubject claimed = CompletableSubject.create();
    ledger.onClaim = () -> claimed;
    TestSubscriber<ChatEvent> first = fixture.send("one", merge);
    fixture.chat().interrupt();
    TestSubscriber<ChatEvent> second = fixture.send("two", merge);
    claimed.onComplete();
    fixture.after(Duration.ofSeconds(10));
    assertThat(EventTrace.of(first.assertComplete().values())).endsWith(INTERRUPTED);
    assertThat(EventTrace.of(second.assertComplete().values())).contains("received 'two'");
  }

  @Test
  void messagesWhoseInterruptionIsNotStoredYetAreNotCountedAsWaiting() {
    fixture.answering(Flowable.never());
    ChatOptions latest = OPTIONS.withOverlap(OverlapPolicy.DROP_STALE);
    fixture.send("one", latest);
    fixture.send("two", latest);
    assertThat(EventTrace.of(fixture.send("three", latest).values()))
        .containsExactly("queued 1 'three'");
  }

  @Test
  void anEditThatWaitsInVainFailsWhatWaitsBehindIt() {
    fixture.send("hi", OPTIONS);
    ledger.onRead = Completable::never;
    TestObserver<Boolean> edit = fixture.chat().history().delete(0).test();
    TestSubscriber<ChatEvent> behind = fixture.send("and?", OPTIONS);
    fixture.after(Duration.ofSeconds(30));
    edit.assertError(AnimusException.TimedOut.class);
    behind.assertError(AnimusException.TimedOut.class);
  }
}
