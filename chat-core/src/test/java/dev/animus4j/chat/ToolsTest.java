package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatPart.Words;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.Features;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolChoice;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** What a model may have done before it answers, as an exchange tells of it. */
@ExtendWith(TestVertx.class)
class ToolsTest {
  private static final Tool MANUAL = new Tool("book", "Books a table.", Map.of());
  private static final ToolCall WEATHER = new ToolCall("c1", "weather", "{\"city\":\"Oslo\"}");
  private static final ToolCall SLOW = new ToolCall("c2", "slow", "{}");

  record Place(String city) {}

  private World world;
  private Tool weather;
  private Tool slow;
  private ChatOptions options;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
    weather =
        Tool.of("weather", "", "{\"type\":\"object\"}")
            .doing(call -> Single.just("Rain in " + call.as(Place.class).city() + "."));
    slow =
        new Tool("slow", "", Map.of())
            .doing(
                call ->
                    Single.timer(2, TimeUnit.SECONDS, world.clock)
                        .map(tick -> "Done.")
                        .doOnDispose(() -> world.cancelled.add("slow")));
    options = OPTIONS.tools(weather, slow);
  }

  private List<String> told(String text, ChatOptions options) {
    return Trace.of(world.send(text, options).assertComplete().values());
  }

  private List<String> asked(int index) {
    return world.asked.get(index).messages().stream()
        .skip(1)
        .map(m -> m.role().wireName() + m.toolCalls().size() + ": " + m.content())
        .toList();
  }

  @Test
  void aCallIsAnsweredAndTheModelAskedAgain() {
    world.answering(ChatReply.of("").calling(WEATHER)).answering(ChatReply.of("It rains."));

    assertThat(told("Oslo?", options))
        .containsExactly(
            "start REGULAR 'Oslo?'",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "complete REGULAR 'It rains.' last of 1",
            "end COMPLETED messages 1 images 0");
    List<String> round = List.of("user0: Oslo?", "assistant1: ", "tool0: Rain in Oslo.");
    assertThat(asked(1)).isEqualTo(round);
    assertThat(world.said())
        .containsExactly(
            "user: Oslo?", "assistant: ", "tool: Rain in Oslo.", "assistant: It rains.");
    world.send("Thanks!", options).assertComplete();
    assertThat(asked(2)).startsWith(round.toArray(String[]::new)).hasSize(5);
  }

  @Test
  void callsRunSideBySideAndTheirAnswersAreToldInTheOrderOfTheCalls() {
    world.answering(ChatReply.of("").calling(SLOW, WEATHER)).answering(ChatReply.of("Both."));
    TestSubscriber<ChatEvent> exchange = world.send("hi", options);
    world.after(Duration.ofSeconds(2));

    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
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
    Features features = options.template().features();
    ChatOptions oneByOne = options.features(features.toolLimits(features.toolLimits().atOnce(1)));
    world.answering(ChatReply.of("").calling(SLOW, WEATHER));
    TestSubscriber<ChatEvent> exchange = world.send("hi", oneByOne);
    assertThat(Trace.of(exchange.values())).endsWith("tool start c2 slow{}");
    world.after(Duration.ofSeconds(2));
    assertThat(Trace.of(exchange.values()))
        .containsSubsequence("tool complete c2 slow in 2000", "tool complete c1 weather in 0");
  }

  @Test
  void whatGoesWrongIsToldToTheModelInALine() {
    Tool broken =
        new Tool("broken", "", Map.of())
            .doing(
                call -> {
                  throw new IllegalStateException("no db\nat sk-abcdefghijklmnop");
                });
    Tool empty = new Tool("empty", "", Map.of()).doing(call -> Single.just(" "));
    Tool none = new Tool("none", "", Map.of()).doing(call -> null);
    world.answering(
        ChatReply.of("")
            .calling(
                new ToolCall("a", "broken", "{}"),
                new ToolCall("b", "empty", "{}"),
                new ToolCall("c", "none", "{}"),
                new ToolCall("d", "unknown", "{}"),
                new ToolCall("e", "weather", "{\"city\":"),
                new ToolCall("f", "weather", "{\"city\":{}}")));

    assertThat(told("hi", OPTIONS.tools(weather, broken, empty, none)))
        .filteredOn(line -> line.startsWith("tool failed"))
        .containsExactly(
            "tool failed a internal in 0",
            "tool failed b protocol in 0",
            "tool failed c protocol in 0",
            "tool failed d invalidRequest in 0",
            "tool failed e invalidRequest in 0",
            "tool failed f invalidRequest in 0");
    List<Message> answers = world.asked.get(1).messages().subList(3, 9);
    assertThat(answers).allMatch(m -> m.content().startsWith("The call failed. "));
    assertThat(answers).noneMatch(m -> m.content().contains("\n") || m.content().contains("sk-a"));
    assertThat(answers.get(0).content()).isEqualTo("The call failed. It does not work.");
    assertThat(answers.get(3).content()).contains("there is no tool \"unknown\"");
    assertThat(answers.get(4).content()).contains("weather: the arguments are no JSON object");
    assertThat(answers.get(5).content()).contains("weather: the arguments do not fit");
    assertThat(world.asked.get(1).messages().get(2).toolCalls().get(4).arguments())
        .isEqualTo("{\"arguments\":\"{\\\"city\\\":\"}");
    assertThat(world.said()).endsWith("assistant: ok");
  }

  @Test
  void aCallThatTakesTooLongIsGivenUp() {
    Tool never = new Tool("slow", "", Map.of()).doing(call -> Single.never());
    world.answering(ChatReply.of("").calling(SLOW)).answering(ChatReply.of("Sorry."));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS.tools(never));
    world.after(Duration.ofMillis(29_999));
    assertThat(Trace.of(exchange.values())).endsWith("tool start c2 slow{}");
    world.after(Duration.ofMillis(1));

    assertThat(Trace.of(exchange.values()))
        .endsWith(
            "tool failed c2 timedOut in 30000",
            "complete REGULAR 'Sorry.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(asked(1).get(2)).contains("It took too long.");
  }

  @Test
  void aModelThatNeverStopsCallingIsAskedALastTimeWithoutTools() {
    for (int i = 0; i < 10; i++) {
      world.answering(ChatReply.of(i < 5 ? "" : "Enough.").calling(WEATHER));
    }
    assertThat(told("hi", options))
        .endsWith(
            "tool complete c1 weather in 0",
            "complete REGULAR 'Enough.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.asked)
        .extracting(request -> request.features().toolChoice().mode())
        .containsExactly("auto", "auto", "auto", "auto", "auto", "none");
    assertThat(world.remembered().get(world.remembered().size() - 1).message().toolCalls())
        .isEmpty();
  }

  @Test
  void whoRepliesTwiceHasNothingCalledTwice() {
    ChatReply reply = ChatReply.of("").calling(WEATHER);
    world.answering(Flowable.just(reply, new Words("and"), reply));
    assertThat(told("hi", options)).hasSize(5);
    assertThat(world.asked).hasSize(2);
  }

  @Test
  void callsBeyondTheLimitAreDropped() {
    ToolCall[] many = new ToolCall[1000];
    Arrays.setAll(many, i -> new ToolCall("", "weather", "{\"city\":\"" + i + "\"}"));
    world.answering(ChatReply.of("").calling(many));

    assertThat(told("hi", options)).filteredOn(line -> line.startsWith("tool start")).hasSize(32);
    assertThat(world.asked).hasSize(2);
    assertThat(world.asked.get(1).messages()).hasSize(2 + 1 + 32);
    assertThat(world.asked.get(1).features().toolChoice()).isEqualTo(ToolChoice.NONE);
  }

  @Test
  void wordsBesideACallAreStreamedAndRememberedOnce() {
    world
        .answering(Flowable.just(new Words("Let me"), new Words(" see."), see().calling(WEATHER)))
        .answering(Flowable.just(new Words("Rain."), ChatReply.of("Rain.")));

    assertThat(told("Oslo?", options))
        .containsExactly(
            "start REGULAR 'Oslo?'",
            "tokens 'Let me'",
            "tokens ' see.'",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "tokens '\n\nRain.'",
            "complete REGULAR 'Let me see.\n\nRain.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(asked(1)).contains("assistant1: Let me see.");
    assertThat(world.said())
        .containsExactly(
            "user: Oslo?", "assistant: ", "tool: Rain in Oslo.", "assistant: Let me see.\n\nRain.");
  }

  private static ChatReply see() {
    return ChatReply.of("Let me see.");
  }

  @Test
  void speakingAgainCutsACallShortAndTheModelKnowsOfIt() {
    world.answering(Flowable.just(new Words("Let me see."), see().calling(WEATHER, SLOW)));
    TestSubscriber<ChatEvent> first = world.send("one", options);
    world.after(Duration.ofSeconds(1));
    world.send("two", options).assertComplete();

    assertThat(Trace.of(first.assertComplete().values()))
        .endsWith(
            "tool complete c1 weather in 0",
            "tool failed c2 cancelled in 1000",
            "cancelled 1 newMessage",
            "end INTERRUPTED messages 0 images 0");
    assertThat(world.cancelled).contains("slow");
    assertThat(asked(1))
        .containsExactly(
            "user0: one",
            "assistant2: ",
            "tool0: Rain in Oslo.",
            "tool0: The call was cut short. Nobody knows whether it had an effect.",
            "assistant0: Let me see.",
            "user0: two");
    assertThat(world.after(Duration.ofHours(1)).asked).hasSize(2);
  }

  @Test
  void whatTheExchangeHasNoTimeForFails() {
    world.answering(ChatReply.of("").calling(SLOW));
    Deadlines hurry = Deadlines.DEFAULT.exchange(Duration.ofSeconds(1));
    TestSubscriber<ChatEvent> exchange = world.send("hi", options.deadlines(hurry));
    world.after(Duration.ofSeconds(1));
    assertThat(Trace.of(exchange.values()))
        .endsWith(
            "tool failed c2 timedOut in 1000", "failed timedOut", "end FAILED messages 0 images 0");
  }

  @Test
  void theTimeAToolTakesIsNotTheModels() {
    Duration second = Duration.ofSeconds(1);
    Deadlines strict = Deadlines.DEFAULT.firstToken(second).gap(second).reply(second);
    world
        .answering(Flowable.just(new Words("So."), ChatReply.of("So.").calling(SLOW)))
        .answering(ChatReply.of("Done."))
        .answering(ChatReply.of("").calling(SLOW))
        .answering(Flowable.never());
    TestSubscriber<ChatEvent> patient = world.send("hi", options.deadlines(strict));
    world.after(Duration.ofSeconds(2));
    assertThat(Trace.of(patient.values())).endsWith("end COMPLETED messages 1 images 0");
    TestSubscriber<ChatEvent> impatient = world.send("hi", options.deadlines(strict));
    world.after(Duration.ofSeconds(3));
    assertThat(Trace.of(impatient.values()))
        .endsWith(
            "tool complete c2 slow in 2000", "failed timedOut", "end FAILED messages 0 images 0");
  }

  @Test
  void callsOfToolsWithoutAFunctionAreLeftToTheCallerAndSoAreThoseBesideThem() {
    ToolCall book = new ToolCall("b", "book", "{}");
    world
        .answering(ChatReply.of("").calling(WEATHER))
        .answering(ChatReply.of("").calling(WEATHER, book));
    assertThat(told("hi", OPTIONS.tools(weather, MANUAL)))
        .containsExactly(
            "start REGULAR 'hi'",
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "complete REGULAR '' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.asked).hasSize(2);
    assertThat(world.remembered().get(3).message().toolCalls()).containsExactly(WEATHER, book);
  }

  @Test
  void withoutAFunctionNothingIsCalled() {
    ToolCall book = new ToolCall("b", "book", "no json");
    ToolCall unknown = new ToolCall("u", "unknown", "{}");
    world.answering(ChatReply.of("ok").calling(book, unknown));
    assertThat(told("hi", OPTIONS.tools(MANUAL))).hasSize(3);
    assertThat(world.remembered().get(1).message().toolCalls()).containsExactly(book, unknown);
    Features none = options.template().features().toolChoice(ToolChoice.NONE);
    world.answering(ChatReply.of("ok").calling(WEATHER));
    assertThat(told("hi", options.features(none))).hasSize(3);
    assertThat(world.asked).hasSize(2);
  }

  @Test
  void inTurnsAllThatWasSaidIsDeliveredAndThePictureThatWasPromisedOnTheWay() {
    world.detection = Detection.TOOL;
    ToolCall draw = new ToolCall("d", "generate_image", "{\"prompt\":\"a cat\"}");
    world
        .answering(see().turns("Let me", "see.").calling(draw, WEATHER))
        .answering(ChatReply.of("Rain.").andMore());
    TestSubscriber<ChatEvent> exchange = world.send("hi", options.inTurns().drawing());
    world.after(Duration.ofSeconds(9));

    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
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
    world
        .answering(Flowable.just(new Words(said), ChatReply.of(said).calling(WEATHER)))
        .answering(Flowable.just(new Words("Rain."), ChatReply.of("Rain.")));
    return world.send("one", options.inTurns());
  }

  @Test
  void whileTurnsAreTypedCallsAreToldInTheirTurn() {
    TestSubscriber<ChatEvent> exchange = typing();
    world.after(Duration.ofSeconds(20));
    List<String> events = Trace.of(exchange.assertComplete().values());
    assertThat(events)
        .containsSubsequence(
            "tool start c1 weather{\"city\":\"Oslo\"}",
            "tool complete c1 weather in 0",
            "end COMPLETED messages 3 images 0");
    assertThat(String.join(" ", world.said()).replaceAll("\\s+", " "))
        .contains("Let me see what I know of it.", "One moment, please.", "Rain.");
    assertThat(world.said()).filteredOn(line -> line.contains("Rain.")).hasSize(1);
  }

  @Test
  void whatWasCalledWhileATurnIsTypedIsRememberedAlsoIfItWasNotToldYet() {
    TestSubscriber<ChatEvent> first = typing();
    assertThat(world.asked).hasSize(2);
    assertThat(Trace.of(first.values())).noneMatch(line -> line.startsWith("tool"));
    world.send("two", options).assertComplete();

    assertThat(Trace.of(first.assertComplete().values()))
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
    world
        .answering(ChatReply.of("").calling(WEATHER))
        .answering(ChatReply.of("Rain.").andMore())
        .answering(ChatReply.of("").calling(WEATHER))
        .answering(ChatReply.of("Still rain."));
    TestSubscriber<ChatEvent> exchange = world.send("hi", options.inTurns());
    world.after(Duration.ofSeconds(2));
    assertThat(Trace.of(exchange.values()))
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
    world.answering(ChatReply.of("").calling(WEATHER));
    assertThat(told("hi", options.remembering(0))).hasSize(5);
    assertThat(world.remembered()).isEmpty();
    assertThat(asked(1)).containsExactly("user0: hi", "assistant1: ", "tool0: Rain in Oslo.");
  }

  @Test
  void usageIsSummedUpAndAForcedCallIsForcedOnce() {
    world.answering(counted(ChatReply.of("").calling(WEATHER))).answering(counted(see()));
    Features forced = options.template().features().toolChoice(ToolChoice.REQUIRED);
    List<ChatEvent> events = world.send("hi", options.features(forced)).values();
    assertThat(((ExchangeCompleted) events.get(4)).usage()).isEqualTo(new Usage(2, 4, 6));
    assertThat(world.asked.get(0).features().toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    assertThat(world.asked.get(1).features().toolChoice()).isEqualTo(ToolChoice.AUTO);
  }

  private static ChatReply counted(ChatReply reply) {
    Account one = new Account(null, null, null, new Usage(1, 2, 3));
    return new ChatReply(
        reply.content(), null, List.of(), false, null, reply.toolCalls(), List.of(), one);
  }

  @Test
  void completionsCallToolsTooAndPublishNothing() {
    world.answering(see().calling(WEATHER)).answering(ChatReply.of("Rain."));
    TestSubscriber<ChatEvent> published = world.chat().events().stream().test();
    ChatRequest question = ChatRequest.of("Oslo?").features(Features.NONE.tools(weather));
    var reply = world.chat().completions(question).test();
    world.after(Duration.ZERO);
    reply.assertValue(ChatReply.of("Let me see.\n\nRain."));
    var parts = world.chat().stream(question).test();
    world.after(Duration.ZERO);
    parts.assertValue(ChatReply.of("ok"));
    assertThat(world.remembered()).isEmpty();
    published.assertEmpty();
  }
}
