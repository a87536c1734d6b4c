package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.VertxTest;
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

/** Answers that are delivered in turns while they are still being made. */
@VertxTest
class StreamingTurnsTest {
  private static final ChatOptions TURNS = OPTIONS.withAutoTurn().withImages();
  private static final AnimusException DOWN =
      new AnimusException.Unavailable(FailureOrigin.of("test"), "down", false, (Duration) null);
  private static final List<String> WORDS =
      List.of("One", " is", " done. ", "Two", " too! ", "Three. ", "And four.");
  private static final ChatResponse REPLY = ChatResponse.of(String.join("", WORDS));

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  /** One part a second, the first after one. */
  private Flowable<ChatUpdate> timed(List<? extends ChatUpdate> parts) {
    return Flowable.<ChatUpdate>fromIterable(parts)
        .zipWith(Flowable.interval(1, TimeUnit.SECONDS, fixture.clock), (update, tick) -> update);
  }

  private static List<TextDelta> words(List<String> words) {
    return words.stream().map(TextDelta::new).toList();
  }

  private Flowable<ChatUpdate> spoken(ChatResponse response) {
    return timed(words(WORDS)).concatWith(timed(List.of(response)));
  }

  private ChatFixture seconds(long seconds) {
    return fixture.after(Duration.ofSeconds(seconds));
  }

  private static List<String> trace(TestSubscriber<ChatEvent> exchange) {
    return EventTrace.of(exchange.values());
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
    fixture.answering(spoken(REPLY.withImagePrompt("a cat")));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    seconds(3);
    assertThat(trace(exchange)).containsExactly("received 'hi'", "start REGULAR ''");
    seconds(1);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "start AUTO 0/? 'One is done.'",
            "complete AUTO 0/? 'One is done.'");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: One is done.");
    seconds(2);
    assertThat(trace(exchange).subList(4, 5)).containsExactly("start AUTO 1/? 'Two too!'");
    seconds(3);
    assertThat(trace(exchange)).hasSize(5);
    seconds(1);
    assertThat(trace(exchange).subList(5, 7))
        .containsExactly("complete AUTO 1/? 'Two too!'", "start AUTO 2/3 'Three. And four.'");
    seconds(4);
    assertThat(trace(exchange).subList(7, 12))
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
            .withGap(Duration.ofMillis(1500))
            .withFirstToken(Duration.ofMillis(1500))
            .withReply(Duration.ofSeconds(9));
    boolean[] over = {false};
    fixture.answering(spoken(REPLY).doOnComplete(() -> over[0] = true));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS.withDeadlines(tight));
    seconds(8);
    assertThat(over[0]).isTrue();
    assertThat(delivered(exchange)).hasSize(1);
    seconds(10);
    assertThat(trace(exchange)).last().isEqualTo("end COMPLETED messages 3 images 0");
  }

  @Test
  void howeverMuchTheModelSaysItNeverWaitsForTheTyping() {
    boolean[] over = {false};
    fixture.answering(
        Flowable.range(0, 10_000)
            .<ChatUpdate>map(i -> new TextDelta(i % 10 == 9 ? "and. " : "So "))
            .concatWith(Flowable.just(ChatResponse.of("all")))
            .doOnComplete(() -> over[0] = true));
    TestSubscriber<ChatEvent> exchange =
        fixture.send("hi", TURNS.withAutoTurn(TURNS.autoTurn().withMaxTurns(500)));
    assertThat(over[0]).isTrue();
    assertThat(trace(exchange)).hasSize(5);
    seconds(3000);
    assertThat(trace(exchange)).last().isEqualTo("end COMPLETED messages 500 images 0");
    assertThat(bare(delivered(exchange))).hasSize(1000 * (9 * 2 + 4));
  }

  @Test
  void asManyTurnsAsAreAllowedAndOneIsTheWhole() {
    fixture.answering(spoken(REPLY)).answering(spoken(REPLY));
    TestSubscriber<ChatEvent> many =
        fixture.send("hi", TURNS.withAutoTurn(TURNS.autoTurn().withMaxTurns(9)));
    seconds(60);
    assertThat(delivered(many)).containsExactly("One is done.", "Two too!", "Three.", "And four.");
    TestSubscriber<ChatEvent> one =
        fixture.send("hi", TURNS.withAutoTurn(TURNS.autoTurn().withMaxTurns(1)));
    seconds(60);
    assertThat(trace(one))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'One is done. Two too! Three. And four.' last of 1",
            "end COMPLETED messages 1 images 0");
  }

  @Test
  void deliveredTurnsWinOverTheTurnsOfTheFinalReply() {
    fixture
        .answering(spoken(REPLY.withTurns("One is", "done. Two too! Three.", "And four.")))
        .answering(
            Flowable.just(
                new TextDelta("One two."), ChatResponse.of("One two.").withTurns("One", "two.")));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(exchange)).containsExactly("One is done.", "Two too!", "Three. And four.");
    TestSubscriber<ChatEvent> undivided = fixture.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(undivided)).containsExactly("One", "two.");
  }

  @Test
  void metadataComesWithTheLastTurnAndAFollowUpAfterIt() {
    ToolCall call = new ToolCall("c", "f", "{}");
    ChatResponse response =
        new ChatResponse(
            REPLY.content(),
            "hm",
            List.of(),
            true,
            null,
            List.of(call),
            List.of("gore"),
            ChatResponseMetadata.NONE);
    fixture.answering(spoken(response));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
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
    List<HistoryEntry> entries = fixture.remembered().subList(1, 4);
    assertThat(entries)
        .extracting(HistoryEntry::replyId)
        .doesNotContainNull()
        .containsOnly(entries.get(0).replyId());
    assertThat(entries).extracting(HistoryEntry::reasoning).containsExactly(null, null, "hm");
  }

  @Test
  void textRetractedByTheFinalReplyIsNotEmitted() {
    fixture.answering(
        Flowable.just(
            new TextDelta("I think. "),
            new TextDelta("Really? "),
            new TextDelta("Yes.\n\nIt is four."),
            ChatResponse.of("It is four.")));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(exchange)).containsExactly("I think.", "Really?", "It is four.");
  }

  @Test
  void theNextRequestHoldsTheAnswerAsItWasWritten() {
    String code = "So:\n\n```\na. B\n\nc\n```\n\n";
    fixture.answering(
        Flowable.just(new TextDelta(code + "Done."), ChatResponse.of(code + "Done.")));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    seconds(60);
    assertThat(delivered(exchange)).containsExactly(code.strip(), "Done.");
    fixture.send("thanks", TURNS);
    assertThat(fixture.asked.get(1).messages())
        .contains(Message.assistant(code.strip() + "\n\nDone."));
  }

  @Test
  void whereverTheModelBreaksOffAllThatWasHeardIsDeliveredOrKept(Vertx vertx) {
    for (int parts = 0; parts <= WORDS.size(); parts++) {
      fixture = new ChatFixture(vertx);
      List<String> heard = WORDS.subList(0, parts);
      fixture.answering(timed(words(heard)).concatWith(Flowable.error(DOWN)));
      TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
      seconds(60);
      exchange.assertComplete();
      assertThat(exchange.values()).filteredOn(MessageFailed.class::isInstance).hasSize(1);
      assertThat(trace(exchange)).last().asString().startsWith("end FAILED");
      List<HistoryEntry> said = fixture.remembered().subList(1, fixture.remembered().size());
      assertThat(said.stream().filter(e -> !e.interrupted()).map(e -> e.message().content()))
          .containsExactlyElementsOf(delivered(exchange));
      assertThat(bare(said.stream().map(e -> e.message().content()).toList()))
          .isEqualTo(bare(heard));
      assertThat(said.stream().filter(HistoryEntry::interrupted).count())
          .isEqualTo(parts == 0 ? 0 : 1);
    }
  }

  @Test
  void wheneverTheUserSpeaksTheHistoryHoldsJustWhatWasDelivered(Vertx vertx) {
    for (int half = 1; half < 40; half++) {
      fixture = new ChatFixture(vertx);
      fixture.answering(spoken(REPLY.withImagePrompt("a cat")));
      TestSubscriber<ChatEvent> first = fixture.send("one", TURNS);
      fixture.after(Duration.ofMillis(half * 500L));
      boolean over = first.values().size() == 12;
      fixture.send("two", TURNS).assertComplete();
      seconds(60);
      first.assertComplete();
      assertThat(first.values())
          .filteredOn(MessagesCancelled.class::isInstance)
          .hasSize(over ? 0 : 1);
      List<String> expected = new ArrayList<>(delivered(first));
      assertThat(over).isEqualTo(expected.size() == 3);
      assertThat(fixture.remembered().stream().filter(e -> e.message().role() == Role.ASSISTANT))
          .noneMatch(HistoryEntry::interrupted)
          .filteredOn(e -> e.picture() == null)
          .extracting(e -> e.message().content())
          .containsExactlyElementsOf(Stream.concat(expected.stream(), Stream.of("ok")).toList());
      assertThat(fixture.cancelled).isEqualTo(half < 16 ? List.of("chat") : List.of());
    }
  }

  @Test
  void theCancelledLastTurnCountsItsPicture() {
    fixture.answering(spoken(REPLY.withImagePrompt("a cat")));
    TestSubscriber<ChatEvent> first = fixture.send("one", TURNS);
    seconds(11);
    fixture.send("two", TURNS);
    assertThat(trace(first))
        .endsWith(
            "start AUTO 2/3 'Three. And four.'",
            "cancelled 2 newMessage",
            "end INTERRUPTED messages 2 images 0");
  }

  @Test
  void aCallNeverReachesATurn() {
    ToolCall call = new ToolCall("c1", "generate_image", "{\"prompt\":\"a cat\"}");
    fixture.detection = ImagePromptDetection.TOOL;
    fixture
        .answering(Flowable.just(new TextDelta(" \n"), ChatResponse.of(" \n").withToolCalls(call)))
        .answering(spoken(REPLY));
    promisesACat("tool");
  }

  @Test
  void aTagNeverReachesATurn() {
    fixture.detection = ImagePromptDetection.MARKUP;
    String all = "One is done. <image_prompt>a cat</image_prompt> Two too! Three. And four.";
    List<String> letters =
        IntStream.range(0, all.length()).mapToObj(i -> all.substring(i, i + 1)).toList();
    fixture.answering(
        Flowable.<ChatUpdate>fromIterable(words(letters))
            .concatWith(Flowable.just(ChatResponse.of(all))));
    promisesACat("markup");
  }

  @Test
  void aJudgedAnswerIsDeliveredWhileItIsJudged() {
    fixture.detection = ImagePromptDetection.CLASSIFIER;
    fixture
        .answering(spoken(REPLY))
        .answering(ChatResponse.of("{\"promises_image\":true,\"image_prompt\":\"a cat\"}"));
    promisesACat("classifier");
  }

  private void promisesACat(String detectedBy) {
    TestSubscriber<ChatEvent> exchange = fixture.send("a cat?", TURNS);
    seconds(60);
    assertThat(trace(exchange))
        .containsExactly(
            "received 'a cat?'",
            "start REGULAR ''",
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
            fixture.remembered().stream()
                .map(e -> e.message().toolCalls())
                .flatMap(List::stream)
                .collect(Collectors.toList()))
        .isEmpty();
  }
}
