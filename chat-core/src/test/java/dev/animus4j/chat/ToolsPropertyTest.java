package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.event.ToolEvent.ToolCallCompleted;
import dev.animus4j.chat.event.ToolEvent.ToolCallFailed;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.history.PromptMessageConverter;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolImplementation;
import dev.animus4j.chat.model.ToolLimits;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

/** What holds whatever a model wants called, whatever comes of it, and whenever the user speaks. */
class ToolsPropertyTest {
  private static final ToolLimits LIMITS = new ToolLimits(2, 5, 2, Duration.ofSeconds(4));
  private static final ChatOptions OPTIONS = ChatFixture.OPTIONS.withAutoTurn().withImages();

  /** Answers to a user: the first, and the follow-ups. */
  private static final int ANSWERS = 1 + OPTIONS.followUps().limit();

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
  void requestsCallsAndPicturesAreBoundedAndEveryCallHasOneEnd(
      @ForAll("answers") List<Flowable<ChatUpdate>> answers,
      @ForAll boolean byTool,
      @ForAll @IntRange(min = 1, max = 3) int rounds) {
    ChatFixture fixture = world(answers, byTool);
    ToolLimits limits = LIMITS.withMaxRounds(rounds);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", options(fixture, limits));
    fixture.after(Duration.ofMinutes(45)); // longer than an exchange

    exchange.assertComplete();
    int perRound = byTool ? 2 : 1;
    assertThat(fixture.asked).hasSizeBetween(1, ANSWERS * (rounds + 1) * perRound);
    assertThat(started(exchange)).isLessThanOrEqualTo((long) ANSWERS * LIMITS.maxCalls());
    assertThat(fixture.drawn).hasSizeLessThanOrEqualTo(1);
    everyCallHasOneEnd(exchange.values());
    everyRequestIsOneThatProvidersTake(fixture);
  }

  @Property(tries = 500)
  void speakingAgainAtAnyMomentLeavesNoCallOpen(
      @ForAll("answers") List<Flowable<ChatUpdate>> answers,
      @ForAll @IntRange(max = 15_000) int moment) {
    ChatFixture fixture = world(answers, false);
    TestSubscriber<ChatEvent> first = fixture.send("one", options(fixture, LIMITS));
    fixture.after(Duration.ofMillis(moment));
    TestSubscriber<ChatEvent> second = fixture.send("two", options(fixture, LIMITS));
    fixture.after(Duration.ofMinutes(45)); // longer than an exchange

    first.assertComplete();
    second.assertComplete();
    everyCallHasOneEnd(first.values());
    everyCallHasOneEnd(second.values());
    everyRequestIsOneThatProvidersTake(fixture);
    assertThat(fixture.said()).filteredOn(line -> line.startsWith("user")).hasSize(2);
  }

  private static ChatFixture world(List<Flowable<ChatUpdate>> answers, boolean byTool) {
    ChatFixture fixture = new ChatFixture(watched.get());
    answers.forEach(fixture::answering);
    fixture.detection = byTool ? ImagePromptDetection.TOOL : ImagePromptDetection.SERVER;
    return fixture;
  }

  private static ChatOptions options(ChatFixture fixture, ToolLimits limits) {
    RequestedFeatures features =
        OPTIONS
            .template()
            .features()
            .withToolLimits(limits)
            .withTools(
                tool("fine", call -> Single.just("fine")),
                tool(
                    "slow",
                    call -> Single.timer(1, TimeUnit.SECONDS, fixture.clock).map(t -> "ok")),
                tool("never", call -> Single.never()),
                tool("broken", call -> Single.error(new IllegalStateException("boom"))),
                tool("none", call -> null),
                new Tool("manual", "", Map.of()));
    return OPTIONS.withMaxHistoryMessages(1000).withFeatures(features);
  }

  private static Tool tool(String name, ToolImplementation function) {
    return new Tool(name, "", Map.of()).withFunction(function);
  }

  private static long started(TestSubscriber<ChatEvent> exchange) {
    return exchange.values().stream().filter(ToolCallStarted.class::isInstance).count();
  }

  private static void everyCallHasOneEnd(List<ChatEvent> events) {
    Set<String> open = new HashSet<>();
    for (ChatEvent event : events) {
      if (event instanceof ToolCallStarted started) {
        assertThat(open.add(started.callId())).as("begun twice: %s", started).isTrue();
        assertThat(open).hasSizeLessThanOrEqualTo(LIMITS.maxConcurrency());
      } else if (event instanceof ToolCallCompleted completed) {
        assertThat(open.remove(completed.callId())).as("never begun: %s", completed).isTrue();
      } else if (event instanceof ToolCallFailed failed) {
        assertThat(open.remove(failed.callId())).as("never begun: %s", failed).isTrue();
      } else {
        assertThat(open).as("a call without an end in %s", events).isEmpty();
      }
    }
    assertThat(events).last().isInstanceOf(ExchangeCompleted.class);
    assertThat(events).filteredOn(ToolEvent.class::isInstance).hasSizeLessThan(1000);
  }

  /** Calls and their answers are neighbours, and nobody calls before the user has spoken. */
  private static void everyRequestIsOneThatProvidersTake(ChatFixture fixture) {
    for (ChatRequest request : fixture.asked) {
      isTaken(request.messages());
    }
    isTaken(PromptMessageConverter.of(fixture.remembered()));
  }

  private static void isTaken(List<Message> messages) {
    List<String> open = new ArrayList<>();
    for (Message message : messages) {
      if (message.role() == Role.TOOL) {
        assertThat(open.remove(message.toolCallId())).as("no call before %s", message).isTrue();
        assertThat(message.content()).isNotBlank();
      } else {
        assertThat(open).as("calls without answers in %s", messages).isEmpty();
        message.toolCalls().forEach(call -> open.add(call.id()));
      }
    }
    assertThat(open).as("calls without answers in %s", messages).isEmpty();
  }

  @Provide
  Arbitrary<List<Flowable<ChatUpdate>>> answers() {
    Arbitrary<Flowable<ChatUpdate>> replies =
        replies()
            .map(response -> Flowable.just(new ChatUpdate.TextDelta(response.content()), response));
    Arbitrary<Flowable<ChatUpdate>> others =
        Arbitraries.of(
            Flowable.empty(),
            Flowable.never(),
            Flowable.error(new IllegalStateException("boom")),
            Flowable.just(again(), again()));
    return Arbitraries.frequencyOf(Tuple.of(14, replies), Tuple.of(1, others))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  /** A reply that comes twice. */
  private static ChatResponse again() {
    return ChatResponse.of("").withToolCalls(new ToolCall("c", "fine", "{}"));
  }

  private static Arbitrary<ChatResponse> replies() {
    Arbitrary<String> texts = Arbitraries.of("", "", "\n", "one", "one\ntwo");
    Arbitrary<String> prompts = Arbitraries.of("a cat", "").injectNull(0.9);
    return Combinators.combine(texts, calls(), prompts, Arbitraries.of(true, false))
        .as(
            (text, calls, prompt, next) -> {
              ChatResponse response =
                  ChatResponse.of(text).withToolCalls(calls).withImagePrompt(prompt, "server");
              return next ? response.withNext() : response;
            });
  }

  private static Arbitrary<List<ToolCall>> calls() {
    Arbitrary<String> ids = Arbitraries.of("", "a", "b", "c");
    Arbitrary<String> names =
        Arbitraries.frequencyOf(
            Tuple.of(
                9,
                Arbitraries.of("fine", "slow", "never", "broken", "none", "generate_image", "?")),
            Tuple.of(1, Arbitraries.just("manual")));
    Arbitrary<String> arguments = Arbitraries.of("{}", "", "{\"prompt\":\"a dog\"}", "[", "\"{}\"");
    return Combinators.combine(ids, names, arguments).as(ToolCall::new).list().ofMaxSize(8);
  }
}
