package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatPart.Words;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that are delivered in turns while they are still being made. */
@ExtendWith(TestVertx.class)
class StreamedTurnsTest {
  private static final ChatOptions TURNS = OPTIONS.inTurns().drawing();
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(Origin.of("test"), "down", false, (Duration) null);
  private static final List<String> WORDS =
      List.of("One", " is", " done. ", "Two", " too! ", "Three. ", "And four.");
  private static final ChatReply REPLY = ChatReply.of(String.join("", WORDS));

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  /** One part a second, the first after one. */
  private Flowable<ChatPart> timed(List<? extends ChatPart> parts) {
    return Flowable.<ChatPart>fromIterable(parts)
        .zipWith(Flowable.interval(1, TimeUnit.SECONDS, world.clock), (part, tick) -> part);
  }

  private static List<Words> words(List<String> words) {
    return words.stream().map(Words::new).toList();
  }

  private Flowable<ChatPart> spoken(ChatReply reply) {
    return timed(words(WORDS)).concatWith(timed(List.of(reply)));
  }

  private World seconds(long seconds) {
    return world.after(Duration.ofSeconds(seconds));
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return Trace.of(exchange.values());
  }

  private static List<String> delivered(TestSubscriber<ChatEvent> exchange) {
    return exchange.values().stream()
        .filter(MessageCompleted.class::isInstance)
        .map(event -> ((MessageCompleted) event).content())
        .toList();
  }

  private static String bare(List<String> texts) {
    return String.join("", texts).replaceAll("\\s", "");
  }

  @Test
  void theFirstTurnLeavesWhenItsSentenceIsCompleteAndThePictureComesAfterTheLast() {
    world.answering(spoken(REPLY.promising("a cat")));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    seconds(3);
    assertThat(trace(exchange)).containsExactly("start REGULAR 'hi'");
    seconds(1);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'hi'",
            "start AUTO 0/? 'One is done.'",
            "complete AUTO 0/? 'One is done.'");
    assertThat(world.said()).containsExactly("user: hi", "assistant: One is done.");
    seconds(2);
    assertThat(trace(exchange).subList(3, 4)).containsExactly("start AUTO 1/? 'Two too!'");
    seconds(3);
    assertThat(trace(exchange)).hasSize(4);
    seconds(1);
    assertThat(trace(exchange).subList(4, 6))
        .containsExactly("complete AUTO 1/? 'Two too!'", "start AUTO 2/3 'Three. And four.'");
    seconds(4);
    assertThat(trace(exchange).subList(6, 11))
        .containsExactly(
            "complete AUTO 2/3 'Three. And four.' last of 3 promising 'a cat'",
            "detected 'a cat' by server",
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 3 images 1");
    exchange.assertComplete();
  }

  @Test
  void theModelIsReadOnWhileItsTurnsAreTypedAndItsDeadlinesAreItsOwn() {
    Deadlines tight =
        Deadlines.DEFAULT
            .gap(Duration.ofMillis(1500))
            .firstToken(Duration.ofMillis(1500))
            .reply(Duration.ofSeconds(9));
    boolean[] over = {false};
    world.answering(spoken(REPLY).doOnComplete(() -> over[0] = true));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS.deadlines(tight));
    seconds(8);
    assertThat(over[0]).isTrue();
    assertThat(delivered(exchange)).hasSize(1);
    seconds(10);
    assertThat(trace(exchange)).last().isEqualTo("end COMPLETED messages 3 images 0");
  }

  @Test
  void howeverMuchTheModelSaysItNeverWaitsForTheTyping() {
    boolean[] over = {false};
    world.answering(
        Flowable.range(0, 10_000)
            .<ChatPart>map(i -> new Words(i % 10 == 9 ? "and. " : "So "))
            .concatWith(Flowable.just(ChatReply.of("all")))
            .doOnComplete(() -> over[0] = true));
    TestSubscriber<ChatEvent> exchange =
        world.send("hi", TURNS.inTurns(TURNS.autoTurn().atMost(500)));
    assertThat(over[0]).isTrue();
    assertThat(trace(exchange)).hasSize(4);
    seconds(3000);
    assertThat(trace(exchange)).last().isEqualTo("end COMPLETED messages 500 images 0");
    assertThat(bare(delivered(exchange))).hasSize(1000 * (9 * 2 + 4));
  }

  @Test
  void asManyTurnsAsAreAllowedAndOneIsTheWhole() {
    world.answering(spoken(REPLY)).answering(spoken(REPLY));
    TestSubscriber<ChatEvent> many = world.send("hi", TURNS.inTurns(TURNS.autoTurn().atMost(9)));
    seconds(60);
    assertThat(delivered(many)).containsExactly("One is done.", "Two too!", "Three.", "And four.");
    TestSubscriber<ChatEvent> one = world.send("hi", TURNS.inTurns(TURNS.autoTurn().atMost(1)));
    seconds(60);
    assertThat(trace(one))
        .containsExactly(
            "start REGULAR 'hi'",
            "complete REGULAR 'One is done. Two too! Three. And four.' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void whatWasDeliveredWinsOverTheTurnsTheModelProposesInTheEnd() {
    world
        .answering(spoken(REPLY.turns("One is", "done. Two too! Three.", "And four.")))
        .answering(
            Flowable.just(new Words("One two."), ChatReply.of("One two.").turns("One", "two.")));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(exchange)).containsExactly("One is done.", "Two too!", "Three. And four.");
    TestSubscriber<ChatEvent> undivided = world.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(undivided)).containsExactly("One", "two.");
  }

  @Test
  void whatIsKnownInTheEndIsToldWithTheLastTurnAndAFollowUpComesAfterIt() {
    ToolCall call = new ToolCall("c", "f", "{}");
    ChatReply reply =
        new ChatReply(
            REPLY.content(),
            "hm",
            List.of(),
            true,
            null,
            List.of(call),
            List.of("gore"),
            Account.NONE);
    world.answering(spoken(reply));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    seconds(60);
    List<MessageCompleted> turns =
        exchange.values().stream()
            .filter(MessageCompleted.class::isInstance)
            .map(MessageCompleted.class::cast)
            .toList();
    assertThat(turns)
        .extracting(MessageCompleted::reasoning)
        .containsExactly(null, null, "hm", null);
    assertThat(turns.get(2).toolCalls()).containsExactly(call);
    assertThat(turns.get(2).complianceViolations()).containsExactly("gore");
    assertThat(turns.get(0).toolCalls()).isEmpty();
    assertThat(trace(exchange)).containsSubsequence("follow-up in 2000", "start FOLLOW_UP ''");
    List<Entry> entries = world.remembered().subList(1, 4);
    assertThat(entries)
        .extracting(Entry::replyId)
        .doesNotContainNull()
        .containsOnly(entries.get(0).replyId());
    assertThat(entries).extracting(Entry::reasoning).containsExactly(null, null, "hm");
  }

  @Test
  void whatAReplyTakesBackInTheEndIsNotTold() {
    world.answering(
        Flowable.just(
            new Words("I think. "),
            new Words("Really? "),
            new Words("Yes.\n\nIt is four."),
            ChatReply.of("It is four.")));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(exchange)).containsExactly("I think.", "Really?", "It is four.");
  }

  @Test
  void theNextRequestHoldsTheAnswerAsItWasWritten() {
    String code = "So:\n\n```\na. B\n\nc\n```\n\n";
    world.answering(Flowable.just(new Words(code + "Done."), ChatReply.of(code + "Done.")));
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(exchange)).containsExactly(code.strip(), "Done.");
    world.send("thanks", TURNS);
    assertThat(world.asked.get(1).messages())
        .contains(Message.assistant(code.strip() + "\n\nDone."));
  }

  @Test
  void whereverTheModelBreaksOffAllThatWasHeardIsDeliveredOrKept(Vertx vertx) {
    for (int parts = 0; parts <= WORDS.size(); parts++) {
      world = new World(vertx);
      List<String> heard = WORDS.subList(0, parts);
      world.answering(timed(words(heard)).concatWith(Flowable.error(DOWN)));
      TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
      seconds(60);
      exchange.assertComplete();
      assertThat(exchange.values()).filteredOn(MessageFailed.class::isInstance).hasSize(1);
      assertThat(trace(exchange)).last().asString().startsWith("end FAILED");
      List<Entry> said = world.remembered().subList(1, world.remembered().size());
      assertThat(said.stream().filter(e -> !e.interrupted()).map(e -> e.message().content()))
          .containsExactlyElementsOf(delivered(exchange));
      assertThat(bare(said.stream().map(e -> e.message().content()).toList()))
          .isEqualTo(bare(heard));
      assertThat(said.stream().filter(Entry::interrupted).count()).isEqualTo(parts == 0 ? 0 : 1);
    }
  }

  @Test
  void wheneverTheUserSpeaksTheHistoryHoldsJustWhatWasDelivered(Vertx vertx) {
    for (int half = 1; half < 40; half++) {
      world = new World(vertx);
      world.answering(spoken(REPLY.promising("a cat")));
      TestSubscriber<ChatEvent> first = world.send("one", TURNS);
      world.after(Duration.ofMillis(half * 500L));
      boolean over = first.values().size() == 11;
      world.send("two", TURNS).assertComplete();
      seconds(60);
      first.assertComplete();
      assertThat(first.values())
          .filteredOn(MessagesCancelled.class::isInstance)
          .hasSize(over ? 0 : 1);
      List<String> expected = new ArrayList<>(delivered(first));
      assertThat(over).isEqualTo(expected.size() == 3);
      assertThat(world.remembered().stream().filter(e -> e.message().role() == Role.ASSISTANT))
          .noneMatch(Entry::interrupted)
          .filteredOn(e -> e.picture() == null)
          .extracting(e -> e.message().content())
          .containsExactlyElementsOf(Stream.concat(expected.stream(), Stream.of("ok")).toList());
      assertThat(world.cancelled).isEqualTo(half < 16 ? List.of("chat") : List.of());
    }
  }

  @Test
  void theCancelledLastTurnCountsItsPicture() {
    world.answering(spoken(REPLY.promising("a cat")));
    TestSubscriber<ChatEvent> first = world.send("one", TURNS);
    seconds(11);
    world.send("two", TURNS);
    assertThat(trace(first))
        .endsWith(
            "start AUTO 2/3 'Three. And four.'",
            "cancelled 2 newMessage",
            "end INTERRUPTED messages 2 images 0");
  }

  @Test
  void aCallNeverReachesATurn() {
    ToolCall call = new ToolCall("c1", "generate_image", "{\"prompt\":\"a cat\"}");
    world.detection = Detection.TOOL;
    world
        .answering(Flowable.just(new Words(" \n"), ChatReply.of(" \n").calling(call)))
        .answering(spoken(REPLY));
    promisesACat("tool");
  }

  @Test
  void aTagNeverReachesATurn() {
    world.detection = Detection.MARKUP;
    String all = "One is done. <image_prompt>a cat</image_prompt> Two too! Three. And four.";
    List<String> letters =
        IntStream.range(0, all.length()).mapToObj(i -> all.substring(i, i + 1)).toList();
    world.answering(
        Flowable.<ChatPart>fromIterable(words(letters))
            .concatWith(Flowable.just(ChatReply.of(all))));
    promisesACat("markup");
  }

  @Test
  void aJudgedAnswerIsDeliveredWhileItIsJudged() {
    world.detection = Detection.CLASSIFIER;
    world
        .answering(spoken(REPLY))
        .answering(ChatReply.of("{\"promises_image\":true,\"image_prompt\":\"a cat\"}"));
    promisesACat("classifier");
  }

  private void promisesACat(String detectedBy) {
    TestSubscriber<ChatEvent> exchange = world.send("a cat?", TURNS);
    seconds(60);
    assertThat(trace(exchange))
        .containsExactly(
            "start REGULAR 'a cat?'",
            "start AUTO 0/? 'One is done.'",
            "complete AUTO 0/? 'One is done.'",
            "start AUTO 1/? 'Two too!'",
            "complete AUTO 1/? 'Two too!'",
            "start AUTO 2/3 'Three. And four.'",
            "complete AUTO 2/3 'Three. And four.' last of 3 promising 'a cat'",
            "detected 'a cat' by " + detectedBy,
            "image start 'a cat'",
            "image complete mem:a-cat",
            "end COMPLETED messages 3 images 1");
    assertThat(exchange.values()).noneMatch(MessageTokens.class::isInstance);
    assertThat(
            world.remembered().stream()
                .map(e -> e.message().toolCalls())
                .flatMap(List::stream)
                .collect(Collectors.toList()))
        .isEmpty();
  }
}
