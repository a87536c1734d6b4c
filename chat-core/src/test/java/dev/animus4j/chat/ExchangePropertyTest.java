package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds whatever a model answers, and whenever the user speaks again. */
class ExchangePropertyTest {
  private static final ChatOptions OPTIONS = ChatFixture.OPTIONS.withAutoTurn().withImages();
  private static final int LIMIT = OPTIONS.followUps().limit();

  private static WatchedVertx watched;

  @BeforeContainer
  static void open() {
    watched = new WatchedVertx();
  }

  @AfterContainer
  static void close() {
    watched.close();
  }

  @Property(tries = 500)
  void callsAreBoundedAndEveryStartHasItsEnd(
      @ForAll("answers") List<Flowable<ChatUpdate>> answers, @ForAll boolean drawable) {
    ChatFixture fixture = world(answers, drawable);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
    fixture.after(Duration.ofMinutes(5));
    exchange.assertComplete();
    assertThat(fixture.asked).hasSizeBetween(1, 1 + LIMIT);
    assertThat(fixture.drawn).hasSizeLessThanOrEqualTo(1);
    isWellFormed(exchange.values(), 1);
  }

  @Property(tries = 500)
  void speakingAgainAtAnyMomentLeavesEverythingWellFormed(
      @ForAll("answers") List<Flowable<ChatUpdate>> answers,
      @ForAll boolean drawable,
      @ForAll @IntRange(max = 15_000) int moment) {
    ChatFixture fixture = world(answers, drawable);
    TestSubscriber<ChatEvent> first = fixture.send("one", OPTIONS);
    fixture.after(Duration.ofMillis(moment));
    TestSubscriber<ChatEvent> second = fixture.send("two", OPTIONS);
    fixture.after(Duration.ofMinutes(5));
    first.assertComplete();
    second.assertComplete();
    assertThat(fixture.asked).hasSizeLessThanOrEqualTo(2 * (1 + LIMIT));
    assertThat(LongStream.concat(sequences(first.values()), sequences(second.values())).sorted())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, first.values().size() + second.values().size())
                .boxed()
                .toList());
    isWellFormed(first.values(), first.values().get(0).sequence());
    isWellFormed(second.values(), second.values().get(0).sequence());
    assertThat(fixture.said())
        .filteredOn(line -> line.startsWith("user"))
        .containsExactly("user: one", "user: two");
  }

  private static ChatFixture world(List<Flowable<ChatUpdate>> answers, boolean drawable) {
    ChatFixture fixture = new ChatFixture(watched.get());
    answers.forEach(fixture::answering);
    fixture.drawing(
        request ->
            Single.timer(3, TimeUnit.SECONDS, fixture.clock)
                .map(
                    tick -> {
                      if (!drawable) {
                        throw new AnimusException.Protocol(
                            FailureOrigin.of("test"), "no picture", null);
                      }
                      return ChatFixture.picture("any");
                    }));
    return fixture;
  }

  private static LongStream sequences(List<ChatEvent> events) {
    return events.stream().mapToLong(ChatEvent::sequence);
  }

  private static void isWellFormed(List<ChatEvent> events, long first) {
    assertThat(events).filteredOn(ExchangeCompleted.class::isInstance).hasSize(1);
    assertThat(events.get(events.size() - 1)).isInstanceOf(ExchangeCompleted.class);
    assertThat(events).extracting(ChatEvent::exchangeId).containsOnly(events.get(0).exchangeId());
    assertThat(sequences(events).boxed().toList()).isSorted().startsWith(first);
    everyStartHasItsEnd(events);
  }

  private static void everyStartHasItsEnd(List<ChatEvent> events) {
    boolean answering = false;
    boolean typing = false;
    int drawing = 0;
    for (ChatEvent event : events) {
      if (event instanceof MessageStarted e) {
        boolean turn = e.messageType() == MessageType.AUTO;
        assertThat(turn ? typing : answering).as("begun twice at %s", event).isFalse();
        answering = answering || !turn;
        typing = turn;
      } else if (event instanceof MessageCompleted e) {
        assertThat(e.turnIndex() == null ? answering : typing)
            .as("never begun: %s", event)
            .isTrue();
        typing = false;
        answering = e.totalMessages() == null;
      } else if (event instanceof MessagesCancelled || event instanceof MessageFailed) {
        typing = false;
        answering = false;
      } else if (event instanceof ImageGenerationStarted) {
        drawing++;
      } else if (event instanceof ImageGenerationCompleted
          || event instanceof ImageGenerationFailed) {
        drawing--;
      }
    }
    assertThat(answering || typing).as("a message without an end in %s", events).isFalse();
    assertThat(drawing).as("a picture without an end in %s", events).isZero();
  }

  @Provide
  Arbitrary<List<Flowable<ChatUpdate>>> answers() {
    Arbitrary<Flowable<ChatUpdate>> replies = replies().map(Flowable::just);
    Arbitrary<Flowable<ChatUpdate>> failures =
        Arbitraries.of(
            Flowable.empty(),
            Flowable.error(new IllegalStateException("boom")),
            Flowable.error(new AnimusException.Cancelled(FailureOrigin.of("test"), "gone")));
    Arbitrary<Flowable<ChatUpdate>> streams =
        Combinators.combine(replies, words(), failures.injectNull(0.8))
            .as((reply, words, failure) -> words.concatWith(failure == null ? reply : failure));
    return Arbitraries.frequencyOf(
            Tuple.of(6, replies), Tuple.of(3, streams), Tuple.of(1, failures))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static Arbitrary<Flowable<ChatUpdate>> words() {
    return Arbitraries.of("One", ". ", "Two", "! ", "\n\n", "```", "\n", "- ", " ")
        .<ChatUpdate>map(ChatUpdate.TextDelta::new)
        .list()
        .ofMaxSize(12)
        .map(Flowable::fromIterable);
  }

  private static Arbitrary<ChatResponse> replies() {
    Arbitrary<String> texts =
        Arbitraries.of("", " ", "one", "one\ntwo\nthree", "a longer answer\n", "\n\n");
    Arbitrary<List<String>> turns = texts.list().ofMaxSize(5);
    Arbitrary<String> prompts = Arbitraries.of("", " ", "a cat", "\"<&>\n").injectNull(0.6);
    Arbitrary<List<ToolCall>> calls =
        Arbitraries.of(new ToolCall("c", "f", "{not json")).list().ofMaxSize(1);
    return Combinators.combine(texts, turns, prompts, calls, Arbitraries.of(true, false))
        .as(
            (text, proposed, prompt, called, next) ->
                new ChatResponse(
                    text,
                    null,
                    proposed,
                    next,
                    prompt,
                    called,
                    List.of(),
                    ChatResponseMetadata.NONE));
  }
}
