package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.ledger.InMemoryLedger;
import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.TakenOver;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest.Source;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A conversation outlives its client, and nothing is told that is not stored. */
@VertxTest
class LedgerTest {
  private static final byte[] GIF =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==");

  private final InMemoryLedger memory = new InMemoryLedger();
  private final FaultyLedger ledger = new FaultyLedger(memory);
  private Vertx vertx;
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    this.vertx = vertx;
    fixture = ledger.fixture(vertx);
  }

  /** Another client on what is stored, as after a crash of the process. */
  private ChatFixture restarted() {
    ChatFixture next = ledger.reopen().fixture(vertx);
    next.client();
    next.clock.triggerActions();
    return next;
  }

  @Test
  void aConversationGoesOnAfterARestart() {
    fixture.send("hi", OPTIONS).assertComplete();
    ChatFixture next = restarted();
    assertThat(next.said()).containsExactly("user: hi", "assistant: ok");
    TestSubscriber<ChatEvent> again = next.send("and?", OPTIONS).assertComplete();
    assertThat(again.values().get(0).sequence()).isEqualTo(5);
    assertThat(next.asked.get(0).messages()).hasSize(4);
    assertThat(ledger.stored()).hasSize(8);
  }

  @Test
  void aPlainExchangeIsTwoSteps() {
    fixture.send("hi", OPTIONS).assertComplete();
    assertThat(ledger.steps).hasSize(2);
    assertThat(ledger.steps.get(1).entries()).hasSize(1);
    assertThat(ledger.steps.get(1).exchanges()).hasSize(1);
  }

  @Test
  void nothingIsToldAndNoModelIsAskedBeforeItIsStored() {
    CompletableSubject commit = CompletableSubject.create();
    ledger.onWrite = (step, write) -> commit.andThen(write);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    exchange.assertNoValues();
    assertThat(fixture.asked).isEmpty();
    commit.onComplete();
    fixture.clock.triggerActions();
    exchange.assertComplete();
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  void noImageIsOrderedBeforeThatIsStored() {
    CompletableSubject commit = CompletableSubject.create();
    ledger.onWrite = (step, write) -> step.images().isEmpty() ? write : commit.andThen(write);
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat"));
    TestSubscriber<ChatEvent> exchange = fixture.send("draw", OPTIONS.withImages());
    assertThat(fixture.drawn).isEmpty();
    assertThat(EventTrace.of(exchange.values())).doesNotContain("image start 'a cat'");
    commit.onComplete();
    fixture.clock.triggerActions();
    exchange.assertComplete();
    assertThat(fixture.drawn).hasSize(1);
  }

  @Test
  void deltasAreToldAtOnceAndStoredMergedWithinASecond() {
    PublishProcessor<ChatUpdate> model = PublishProcessor.create();
    fixture.answering(model.onBackpressureBuffer());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS.withStreaming(true));
    model.onNext(new TextDelta("one "));
    model.onNext(new TextDelta("two"));
    fixture.clock.triggerActions();
    assertThat(EventTrace.of(exchange.values())).endsWith("tokens 'one '", "tokens 'two'");
    assertThat(ledger.stored()).hasSize(2);
    fixture.after(Duration.ofSeconds(1));
    assertThat(ledger.stored()).endsWith("tokens 'one two'");
    model.onNext(ChatResponse.of("one two"));
    model.onComplete();
    fixture.clock.triggerActions();
    exchange.assertComplete();
    assertCovered();
  }

  /** Every number is covered by one row, and none is told twice. */
  private void assertCovered() {
    long last = 0;
    for (StoredEvent row : memory.eventsAfter("default", 0, 10_000).blockingGet()) {
      assertThat(row.first()).isEqualTo(last + 1);
      last = row.last();
    }
  }

  @Test
  void whatWasRunningEndsInterruptedWithWhatTheUserSaw() {
    PublishProcessor<ChatUpdate> model = PublishProcessor.create();
    fixture.answering(model.onBackpressureBuffer());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS.withStreaming(true));
    model.onNext(new TextDelta("once upon"));
    fixture.clock.triggerActions();
    fixture.after(Duration.ofSeconds(1));
    model.onNext(new TextDelta(" a time"));
    fixture.clock.triggerActions();
    long told = exchange.values().get(exchange.values().size() - 1).sequence();
    ChatFixture next = restarted();
    assertThat(ledger.stored())
        .endsWith("cancelled 1 interrupted", "end INTERRUPTED messages 0 images 0");
    assertThat(next.said()).containsExactly("user: hi", "assistant: once upon");
    assertThat(next.asked).isEmpty();
    assertThat(lastRow().event().sequence()).isGreaterThan(told + 1);
    assertCovered();
    next.send("go on", OPTIONS).assertComplete();
    assertCovered();
  }

  private StoredEvent lastRow() {
    List<StoredEvent> rows = memory.eventsAfter("default", 0, 10_000).blockingGet();
    return rows.get(rows.size() - 1);
  }

  @Test
  void anImageInTheMakingIsLostAndNotOrderedAgain() {
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat"));
    fixture.drawing(request -> Single.never());
    fixture.send("draw", OPTIONS.withImages());
    ChatFixture next = restarted();
    assertThat(ledger.stored())
        .endsWith(
            "image start 'a cat'", "image failed cancelled", "end INTERRUPTED messages 1 images 0");
    assertThat(next.drawn).isEmpty();
  }

  @Test
  void aZombieWritesNothing() {
    PublishProcessor<ChatUpdate> model = PublishProcessor.create();
    fixture.answering(model.onBackpressureBuffer());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    ChatFixture next = restarted();
    next.send("hello?", OPTIONS).assertComplete();
    List<String> before = ledger.stored();
    model.onNext(ChatResponse.of("late"));
    model.onComplete();
    fixture.clock.triggerActions();
    exchange.assertError(TakenOver.class);
    assertThat(ledger.stored()).isEqualTo(before);
  }

  @Test
  void aMessageThatWasAnsweredIsNotAnsweredAgainAfterARestart() {
    TestSubscriber<ChatEvent> first = fixture.chat().sendOnce("m1", "hi").test();
    fixture.clock.triggerActions();
    first.assertComplete();
    ChatFixture next = restarted();
    TestSubscriber<ChatEvent> again = next.chat().sendOnce("m1", "hi").test();
    TestSubscriber<ChatEvent> other = next.chat().send("and?").test();
    next.clock.triggerActions();
    again.assertComplete();
    assertThat(again.values()).isEqualTo(first.values());
    other.assertComplete();
    assertThat(next.asked).hasSize(1);
  }

  @Test
  void aMessageThatWasNotAnsweredMayBeSentAgainAfterARestart() {
    fixture.answering(Flowable.never());
    fixture.chat().sendOnce("m1", "hi").test();
    fixture.clock.triggerActions();
    ChatFixture next = restarted();
    TestSubscriber<ChatEvent> again = next.chat().sendOnce("m1", "hi").test();
    next.clock.triggerActions();
    again.assertComplete();
    assertThat(next.asked).hasSize(1);
    assertThat(next.said()).containsExactly("user: hi", "assistant: ok");
  }

  @Test
  void aRefinementAfterARestartHasTheMemoOfItsProvider() {
    Image cat =
        ChatFixture.picture("a cat")
            .withLineage(new Image.Lineage(null, null, JsonNodeFactory.instance.textNode("sig")));
    fixture.answering(ChatResponse.of("Look!").withImagePrompt("a cat"));
    fixture.drawing(request -> Single.just(cat)).send("draw", OPTIONS.withImages());
    ChatFixture next = restarted();
    next.answering(
        ChatResponse.of("Sure!")
            .withImagePrompt(new PromisedImage("more fur", "tool").withChangesPrevious(true)));
    next.send("more fur", OPTIONS.withImages()).assertComplete();
    assertThat(next.drawn.get(0).source()).isEqualTo(new Source.Made(cat));
  }

  @Test
  void aLedgerThatIsAwayFailsTheSendAndIsFoundAgain() {
    ledger.onClaim = () -> Completable.error(FaultyLedger.away(false));
    fixture.send("hi", OPTIONS).assertError(AnimusException.Unavailable.class);
    assertThat(fixture.asked).isEmpty();
    ledger.onClaim = Completable::complete;
    fixture.send("hi", OPTIONS).assertComplete();
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: ok");
  }

  @Test
  void aStepOfUnknownFateIsSettledByTheNextClaim() {
    fixture.send("hi", OPTIONS).assertComplete();
    ledger.onWrite = (step, write) -> write.andThen(Completable.error(FaultyLedger.away(false)));
    fixture.send("there?", OPTIONS).assertError(AnimusException.Unavailable.class);
    ledger.onWrite = (step, write) -> write;
    fixture.after(Duration.ofSeconds(2));
    assertThat(ledger.stored())
        .endsWith(
            "received 'there?'",
            "start REGULAR ''",
            "cancelled 1 interrupted",
            "end INTERRUPTED messages 0 images 0");
    fixture.send("again", OPTIONS).assertComplete();
    assertCovered();
  }

  @Test
  void aStepThatCanNeverBeStoredEndsItsExchangeAlone() {
    ledger.onWrite =
        (step, write) ->
            step.entries().stream().anyMatch(it -> it.entry().message().content().equals("poison"))
                ? Completable.error(
                    new AnimusException.InvalidRequest(FailureOrigin.of("ledger"), "no text"))
                : write;
    fixture.answering(ChatResponse.of("poison"));
    assertThat(EventTrace.of(fixture.send("hi", OPTIONS).assertComplete().values()))
        .endsWith("failed invalidRequest", "end FAILED messages 0 images 0");
    fixture.send("again", OPTIONS).assertComplete();
    assertCovered();
  }

  @Test
  void editsAreStepsInOrder() {
    fixture.send("one", OPTIONS);
    fixture.send("two", OPTIONS);
    fixture.chat().history().delete(1).test();
    fixture.clock.triggerActions();
    assertThat(fixture.said()).containsExactly("user: one", "user: two", "assistant: ok");
    assertThat(restarted().said()).containsExactly("user: one", "user: two", "assistant: ok");
  }

  @Test
  void aForgottenConversationIsGoneAndItsExchangesAreCut() {
    fixture.send("hi", OPTIONS);
    fixture.answering(Flowable.never());
    TestSubscriber<ChatEvent> running = fixture.send("wait", OPTIONS);
    var erasure = fixture.client().forget("default").test();
    fixture.clock.triggerActions();
    erasure.assertValue(new Erasure(true, List.of()));
    running.assertError(AnimusException.Cancelled.class);
    assertThat(fixture.cancelled).containsExactly("chat");
    assertThat(ledger.stored()).isEmpty();
    assertThat(fixture.said()).isEmpty();
    fixture.send("hello", OPTIONS).assertComplete();
    assertThat(fixture.said()).containsExactly("user: hello", "assistant: ok");
    assertThat(restarted().said()).containsExactly("user: hello", "assistant: ok");
  }

  @Test
  void eventsAreDroppedADayAfterTheEndOfTheirExchange() {
    fixture.send("hi", OPTIONS);
    fixture.after(Duration.ofHours(26));
    assertThat(ledger.stored()).isEmpty();
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: ok");
    assertThat(LedgerRetention.DEFAULT.events()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void filesThatNoConversationHasAreSwept() {
    fixture
        .chat()
        .send(Message.user("look").withAttachments(List.of(Attachment.of("image/gif", GIF))))
        .test();
    fixture.clock.triggerActions();
    Flowable<Buffer> bytes = Flowable.just(Buffer.buffer(GIF));
    URI orphan = fixture.attachments.write("test", bytes).blockingGet().location();
    var swept = fixture.client().sweepImages(Duration.ofMinutes(10)).test();
    fixture.after(Duration.ofMinutes(10));
    swept.assertValue(1);
    assertThat(fixture.attachments.list().map(it -> it.location()).toList().blockingGet())
        .hasSize(1)
        .doesNotContain(orphan);
    var erasure = fixture.client().forget("default").test();
    fixture.clock.triggerActions();
    erasure.assertValue(new Erasure(true, List.of()));
    assertThat(fixture.attachments.list().count().blockingGet()).isZero();
  }

  @Test
  void theWindowIsReadOnceAndThenKnown() {
    fixture.send("one", OPTIONS);
    fixture.send("two", OPTIONS);
    fixture.send("three", OPTIONS);
    assertThat(ledger.reads).isEqualTo(1);
    fixture.chat().history().update(0, Message.user("eins")).test();
    fixture.clock.triggerActions();
    fixture.send("four", OPTIONS);
    assertThat(fixture.asked.get(3).messages().stream().map(Message::content))
        .containsExactly("Be kind.", "eins", "ok", "two", "ok", "three", "ok", "four");
    assertThat(fixture.said()).hasSize(8);
  }

  @Test
  void aToolIsNotCalledBeforeThatIsStored() {
    CompletableSubject commit = CompletableSubject.create();
    List<String> called = new ArrayList<>();
    ledger.onWrite =
        (step, write) ->
            step.events().stream().anyMatch(it -> it.event() instanceof ToolEvent.ToolCallStarted)
                ? commit.andThen(write)
                : write;
    Tool tool =
        new Tool("look", "", Map.of())
            .withFunction(call -> Single.fromCallable(() -> look(called)));
    fixture.answering(ChatResponse.of("").withToolCalls(new ToolCall("c1", "look", "{}")));
    TestSubscriber<ChatEvent> exchange = fixture.send("look!", OPTIONS.withTools(tool));
    assertThat(called).isEmpty();
    commit.onComplete();
    fixture.clock.triggerActions();
    exchange.assertComplete();
    assertThat(called).hasSize(1);
  }

  private static String look(List<String> called) {
    called.add("look");
    return "a cat";
  }
}
