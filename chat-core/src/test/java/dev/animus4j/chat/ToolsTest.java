package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a model may have done before it answers, as an exchange tells of it. */
@VertxTest
class ToolsTest {
  private static final Tool MANUAL = new Tool("book", "Books a table.", Map.of());
  private static final ToolCall WEATHER = new ToolCall("c1", "weather", "{\"city\":\"Oslo\"}");
  private static final ToolCall SLOW = new ToolCall("c2", "slow", "{}");

  record CityArguments(String city) {}

  private ChatFixture fixture;
  private Tool weather;
  private Tool slow;
  private ChatOptions options;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
    weather =
        Tool.of("weather", "", "{\"type\":\"object\"}")
            .withFunction(
                call ->
                    Single.just("Rain in " + call.argumentsAs(CityArguments.class).city() + "."));
    slow =
        new Tool("slow", "", Map.of())
            .withFunction(
                call ->
                    Single.timer(2, TimeUnit.SECONDS, fixture.clock)
                        .map(tick -> "Done.")
                        .doOnDispose(() -> fixture.cancelled.add("slow")));
    options = OPTIONS.withTools(weather, slow);
  }

  private List<String> told(String text, ChatOptions options) {
    return EventTrace.of(fixture.send(text, options).assertComplete().values());
  }

  private List<String> asked(int index) {
    return fixture.asked.get(index).messages().stream()
        .skip(1)
        .map(m -> m.role().wireName() + m.toolCalls().size() + ": " + m.content())
        .toList();
  }

  @Test
  void aCallIsAnsweredAndTheModelAskedAgain() {
    fixture
        .answering(ChatResponse.of("").withToolCalls(WEATHER))
        .answering(ChatResponse.of("It rains."));

    assertThat(told("Oslo?", options))
        .containsExactly(
            "received 'Oslo?'",
            "start REGULAR ''",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "complete REGULAR 'It rains.' last of 1",
            "end COMPLETED messages 1 images 0");
    List<String> round = List.of("user0: Oslo?", "assistant1: ", "tool0: Rain in Oslo.");
    assertThat(asked(1)).isEqualTo(round);
    assertThat(fixture.said())
        .containsExactly(
            "user: Oslo?", "assistant: ", "tool: Rain in Oslo.", "assistant: It rains.");
    fixture.send("Thanks!", options).assertComplete();
    assertThat(asked(2)).startsWith(round.toArray(String[]::new)).hasSize(5);
  }

  @Test
  void callsRunSideBySideAndTheirAnswersAreToldInTheOrderOfTheCalls() {
    fixture
        .answering(ChatResponse.of("").withToolCalls(SLOW, WEATHER))
        .answering(ChatResponse.of("Both."));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", options);
    fixture.after(Duration.ofSeconds(2));

    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tool start c2 slow{}",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "tool complete c2 slow in 2000",
            "complete REGULAR 'Both.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(asked(1)).endsWith("tool0: Done.", "tool0: Rain in Oslo.");
  }

  @Test
  void noMoreRunAtOnceThanMay() {
    RequestedFeatures features = options.template().features();
    ChatOptions oneByOne =
        options.withFeatures(features.withToolLimits(features.toolLimits().withMaxConcurrency(1)));
    fixture.answering(ChatResponse.of("").withToolCalls(SLOW, WEATHER));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", oneByOne);
    assertThat(EventTrace.of(exchange.values())).endsWith("tool start c2 slow{}");
    fixture.after(Duration.ofSeconds(2));
    assertThat(EventTrace.of(exchange.values()))
        .containsSubsequence("tool complete c2 slow in 2000", "tool complete c1 weather in 0");
  }

  @Test
  void toolFailuresAreSentToTheModelInOneLine() {
    Tool broken =
        new Tool("broken", "", Map.of())
            .withFunction(
                call -> {
                  throw new IllegalStateException("no db\nat sk-abcdefghijklmnop");
                });
    Tool empty = new Tool("empty", "", Map.of()).withFunction(call -> Single.just(" "));
    Tool none = new Tool("none", "", Map.of()).withFunction(call -> null);
    fixture.answering(
        ChatResponse.of("")
            .withToolCalls(
                new ToolCall("a", "broken", "{}"),
                new ToolCall("b", "empty", "{}"),
                new ToolCall("c", "none", "{}"),
                new ToolCall("d", "unknown", "{}"),
                new ToolCall("e", "weather", "{\"city\":"),
                new ToolCall("f", "weather", "{\"city\":{}}")));

    assertThat(told("hi", OPTIONS.withTools(weather, broken, empty, none)))
        .filteredOn(line -> line.startsWith("tool failed"))
        .containsExactly(
            "tool failed a internal in 0",
            "tool failed b protocol in 0",
            "tool failed c protocol in 0",
            "tool failed d invalidRequest in 0",
            "tool failed e invalidRequest in 0",
            "tool failed f invalidRequest in 0");
    List<Message> answers = fixture.asked.get(1).messages().subList(3, 9);
    assertThat(answers).allMatch(m -> m.content().startsWith("The call failed. "));
    assertThat(answers).noneMatch(m -> m.content().contains("\n") || m.content().contains("sk-a"));
    assertThat(answers.get(0).content()).isEqualTo("The call failed. It does not work.");
    assertThat(answers.get(3).content()).contains("there is no tool \"unknown\"");
    assertThat(answers.get(4).content()).contains("weather: the arguments are no JSON object");
    assertThat(answers.get(5).content()).contains("weather: the arguments do not fit");
    assertThat(fixture.asked.get(1).messages().get(2).toolCalls().get(4).arguments())
        .isEqualTo("{\"arguments\":\"{\\\"city\\\":\"}");
    assertThat(fixture.said()).endsWith("assistant: ok");
  }

  @Test
  void aCallThatTakesTooLongIsGivenUp() {
    Tool never = new Tool("slow", "", Map.of()).withFunction(call -> Single.never());
    fixture.answering(ChatResponse.of("").withToolCalls(SLOW)).answering(ChatResponse.of("Sorry."));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS.withTools(never));
    fixture.after(Duration.ofMillis(29_999));
    assertThat(EventTrace.of(exchange.values())).endsWith("tool start c2 slow{}");
    fixture.after(Duration.ofMillis(1));

    assertThat(EventTrace.of(exchange.values()))
        .endsWith(
            "tool failed c2 timedOut in 30000",
            "complete REGULAR 'Sorry.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(asked(1).get(2)).contains("It took too long.");
  }

  @Test
  void aModelThatNeverStopsCallingIsAskedALastTimeWithoutTools() {
    for (int i = 0; i < 10; i++) {
      fixture.answering(ChatResponse.of(i < 5 ? "" : "Enough.").withToolCalls(WEATHER));
    }
    assertThat(told("hi", options))
        .endsWith(
            "tool complete c1 weather in 0",
            "complete REGULAR 'Enough.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.asked)
        .extracting(request -> request.features().toolChoice().mode())
        .containsExactly("auto", "auto", "auto", "auto", "auto", "none");
    assertThat(fixture.remembered().get(fixture.remembered().size() - 1).message().toolCalls())
        .isEmpty();
  }

  @Test
  void aRepeatedReplyCallsNoToolTwice() {
    ChatResponse response = ChatResponse.of("").withToolCalls(WEATHER);
    fixture.answering(Flowable.just(response, new TextDelta("and"), response));
    assertThat(told("hi", options)).hasSize(6);
    assertThat(fixture.asked).hasSize(2);
  }

  @Test
  void callsBeyondTheLimitAreDropped() {
    ToolCall[] many = new ToolCall[1000];
    Arrays.setAll(many, i -> new ToolCall("", "weather", "{\"city\":\"" + i + "\"}"));
    fixture.answering(ChatResponse.of("").withToolCalls(many));

    assertThat(told("hi", options)).filteredOn(line -> line.startsWith("tool start")).hasSize(32);
    assertThat(fixture.asked).hasSize(2);
    assertThat(fixture.asked.get(1).messages()).hasSize(2 + 1 + 32);
    assertThat(fixture.asked.get(1).features().toolChoice()).isEqualTo(ToolChoice.NONE);
  }

  @Test
  void wordsBesideACallAreStreamedAndRememberedOnce() {
    fixture
        .answering(
            Flowable.just(
                new TextDelta("Let me"), new TextDelta(" see."), see().withToolCalls(WEATHER)))
        .answering(Flowable.just(new TextDelta("Rain."), ChatResponse.of("Rain.")));

    assertThat(told("Oslo?", options))
        .containsExactly(
            "received 'Oslo?'",
            "start REGULAR ''",
            "tokens 'Let me'",
            "tokens ' see.'",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "tokens '\n\nRain.'",
            "complete REGULAR 'Let me see.\n\nRain.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(asked(1)).contains("assistant1: Let me see.");
    assertThat(fixture.said())
        .containsExactly(
            "user: Oslo?", "assistant: ", "tool: Rain in Oslo.", "assistant: Let me see.\n\nRain.");
  }

  private static ChatResponse see() {
    return ChatResponse.of("Let me see.");
  }

  @Test
  void speakingAgainCutsACallShortAndTheModelKnowsOfIt() {
    fixture.answering(
        Flowable.just(new TextDelta("Let me see."), see().withToolCalls(WEATHER, SLOW)));
    TestSubscriber<ChatEvent> first = fixture.send("one", options);
    fixture.after(Duration.ofSeconds(1));
    fixture.send("two", options).assertComplete();

    assertThat(EventTrace.of(first.assertComplete().values()))
        .endsWith(
            "tool complete c1 weather in 0",
            "tool failed c2 cancelled in 1000",
            "cancelled 1 newMessage",
            "end INTERRUPTED messages 0 images 0");
    assertThat(fixture.cancelled).contains("slow");
    assertThat(asked(1))
        .containsExactly(
            "user0: one",
            "assistant2: ",
            "tool0: Rain in Oslo.",
            "tool0: The call was cut short. Nobody knows whether it had an effect.",
            "assistant0: Let me see.",
            "user0: two");
    assertThat(fixture.after(Duration.ofHours(1)).asked).hasSize(2);
  }

  @Test
  void aToolCallBeyondTheExchangeDeadlineFails() {
    fixture.answering(ChatResponse.of("").withToolCalls(SLOW));
    Deadlines hurry = Deadlines.DEFAULT.withExchange(Duration.ofSeconds(1));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", options.withDeadlines(hurry));
    fixture.after(Duration.ofSeconds(1));
    assertThat(EventTrace.of(exchange.values()))
        .endsWith(
            "tool failed c2 timedOut in 1000", "failed timedOut", "end FAILED messages 0 images 0");
  }

  @Test
  void theTimeAToolTakesIsNotTheModels() {
    Duration second = Duration.ofSeconds(1);
    Deadlines strict = Deadlines.DEFAULT.withFirstToken(second).withGap(second).withReply(second);
    fixture
        .answering(Flowable.just(new TextDelta("So."), ChatResponse.of("So.").withToolCalls(SLOW)))
        .answering(ChatResponse.of("Done."))
        .answering(ChatResponse.of("").withToolCalls(SLOW))
        .answering(Flowable.never());
    TestSubscriber<ChatEvent> patient = fixture.send("hi", options.withDeadlines(strict));
    fixture.after(Duration.ofSeconds(2));
    assertThat(EventTrace.of(patient.values())).endsWith("end COMPLETED messages 1 images 0");
    TestSubscriber<ChatEvent> impatient = fixture.send("hi", options.withDeadlines(strict));
    fixture.after(Duration.ofSeconds(3));
    assertThat(EventTrace.of(impatient.values()))
        .endsWith(
            "tool complete c2 slow in 2000", "failed timedOut", "end FAILED messages 0 images 0");
  }

  @Test
  void callsOfToolsWithoutAFunctionAreLeftToTheCallerAndSoAreThoseBesideThem() {
    ToolCall book = new ToolCall("b", "book", "{}");
    fixture
        .answering(ChatResponse.of("").withToolCalls(WEATHER))
        .answering(ChatResponse.of("").withToolCalls(WEATHER, book));
    assertThat(told("hi", OPTIONS.withTools(weather, MANUAL)))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "complete REGULAR '' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.asked).hasSize(2);
    assertThat(fixture.remembered().get(3).message().toolCalls()).containsExactly(WEATHER, book);
  }

  @Test
  void withoutAFunctionNothingIsCalled() {
    ToolCall book = new ToolCall("b", "book", "no json");
    ToolCall unknown = new ToolCall("u", "unknown", "{}");
    fixture.answering(ChatResponse.of("ok").withToolCalls(book, unknown));
    assertThat(told("hi", OPTIONS.withTools(MANUAL))).hasSize(4);
    assertThat(fixture.remembered().get(1).message().toolCalls()).containsExactly(book, unknown);
    RequestedFeatures none = options.template().features().withToolChoice(ToolChoice.NONE);
    fixture.answering(ChatResponse.of("ok").withToolCalls(WEATHER));
    assertThat(told("hi", options.withFeatures(none))).hasSize(4);
    assertThat(fixture.asked).hasSize(2);
  }

  @Test
  void inTurnsAllThatWasSaidIsDeliveredAndThePictureThatWasPromisedOnTheWay() {
    fixture.detection = ImagePromptDetection.TOOL;
    ToolCall draw = new ToolCall("d", "generate_image", "{\"prompt\":\"a cat\"}");
    fixture
        .answering(see().withTurns("Let me", "see.").withToolCalls(draw, WEATHER))
        .answering(ChatResponse.of("Rain.").withNext());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", options.withAutoTurn().withImages());
    fixture.after(Duration.ofSeconds(9));

    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "start AUTO 0/2 'Let me see.'",
            "complete AUTO 0/2 'Let me see.'",
            "start AUTO 1/2 'Rain.'",
            "complete AUTO 1/2 'Rain.' last of 2 promising 'a cat'",
            "detected 'a cat' by tool",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "follow-up blocked IMAGE",
            "end COMPLETED messages 2 images 1");
    assertThat(asked(1))
        .containsExactly("user0: hi", "assistant1: Let me see.", "tool0: Rain in Oslo.");
  }

  /** Two sentences are typed although what follows is known: a third, a call, and a fourth. */
  private TestSubscriber<ChatEvent> typing() {
    String said = "Let me see what I know of it. One moment, please. It is here. ";
    fixture
        .answering(Flowable.just(new TextDelta(said), ChatResponse.of(said).withToolCalls(WEATHER)))
        .answering(Flowable.just(new TextDelta("Rain."), ChatResponse.of("Rain.")));
    return fixture.send("one", options.withAutoTurn());
  }

  @Test
  void whileTurnsAreTypedCallsAreToldInTheirTurn() {
    TestSubscriber<ChatEvent> exchange = typing();
    fixture.after(Duration.ofSeconds(20));
    List<String> events = EventTrace.of(exchange.assertComplete().values());
    assertThat(events)
        .containsSubsequence(
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "end COMPLETED messages 3 images 0");
    assertThat(String.join(" ", fixture.said()).replaceAll("\\s+", " "))
        .contains("Let me see what I know of it.", "One moment, please.", "Rain.");
    assertThat(fixture.said()).filteredOn(line -> line.contains("Rain.")).hasSize(1);
  }

  @Test
  void toolCallsDuringTypingAreStoredThoughNotYetEmitted() {
    TestSubscriber<ChatEvent> first = typing();
    assertThat(fixture.asked).hasSize(2);
    assertThat(EventTrace.of(first.values())).noneMatch(line -> line.startsWith("tool"));
    fixture.send("two", options).assertComplete();

    assertThat(EventTrace.of(first.assertComplete().values()))
        .noneMatch(line -> line.startsWith("tool"))
        .endsWith("end INTERRUPTED messages 1 images 0");
    assertThat(asked(2))
        .containsExactly(
            "user0: one",
            "assistant1: Let me see what I know of it.",
            "tool0: Rain in Oslo.",
            "user0: two");
  }

  @Test
  void aFollowUpSeesWhatWasCalledAndMayCallToo() {
    fixture
        .answering(ChatResponse.of("").withToolCalls(WEATHER))
        .answering(ChatResponse.of("Rain.").withNext())
        .answering(ChatResponse.of("").withToolCalls(WEATHER))
        .answering(ChatResponse.of("Still rain."));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", options.withAutoTurn());
    fixture.after(Duration.ofSeconds(2));
    assertThat(EventTrace.of(exchange.values()))
        .endsWith(
            "start FOLLOW_UP ''",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "complete FOLLOW_UP 'Still rain.' last of 1",
            "end COMPLETED messages 2 images 0");
    assertThat(asked(3))
        .containsExactly(
            "user0: hi",
            "assistant1: ",
            "tool0: Rain in Oslo.",
            "assistant1: Rain.",
            "tool0: Rain in Oslo.");
  }

  @Test
  void withoutHistoryNothingOfItIsRemembered() {
    fixture.answering(ChatResponse.of("").withToolCalls(WEATHER));
    assertThat(told("hi", options.withMaxHistoryMessages(0))).hasSize(6);
    assertThat(fixture.remembered()).isEmpty();
    assertThat(asked(1)).containsExactly("user0: hi", "assistant1: ", "tool0: Rain in Oslo.");
  }

  @Test
  void usageIsSummedUpAndAForcedCallIsForcedOnce() {
    fixture
        .answering(counted(ChatResponse.of("").withToolCalls(WEATHER)))
        .answering(counted(see()));
    RequestedFeatures forced = options.template().features().withToolChoice(ToolChoice.REQUIRED);
    List<ChatEvent> events = fixture.send("hi", options.withFeatures(forced)).values();
    assertThat(((ExchangeCompleted) events.get(5)).usage()).isEqualTo(new Usage(2, 4, 6));
    assertThat(fixture.asked.get(0).features().toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    assertThat(fixture.asked.get(1).features().toolChoice()).isEqualTo(ToolChoice.AUTO);
  }

  private static ChatResponse counted(ChatResponse response) {
    ChatResponseMetadata one = new ChatResponseMetadata(null, null, null, null, new Usage(1, 2, 3));
    return new ChatResponse(
        response.content(), null, List.of(), false, null, response.toolCalls(), List.of(), one);
  }

  @Test
  void completionsCallToolsTooAndPublishNothing() {
    fixture.answering(see().withToolCalls(WEATHER)).answering(ChatResponse.of("Rain."));
    TestSubscriber<ChatEvent> published = fixture.chat().events().stream().test();
    ChatRequest question =
        ChatRequest.of("Oslo?").withFeatures(RequestedFeatures.NONE.withTools(weather));
    var reply = fixture.chat().completions(question).test();
    fixture.after(Duration.ZERO);
    reply.assertValue(ChatResponse.of("Let me see.\n\nRain."));
    var parts = fixture.chat().stream(question).test();
    fixture.after(Duration.ZERO);
    parts.assertValue(ChatResponse.of("ok"));
    assertThat(fixture.remembered()).isEmpty();
    published.assertEmpty();
  }
}
