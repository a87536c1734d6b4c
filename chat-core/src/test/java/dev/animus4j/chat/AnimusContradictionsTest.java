package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUpLimits;
import dev.animus4j.chat.turn.TypingPace;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How we read the contradictions between the Animus SDK and its documentation, one by one. */
@VertxTest
class AnimusContradictionsTest {
  private static final ChatOptions TURNS = OPTIONS.withAutoTurn().withImages();

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private static ChatResponse reply(String text, String reasoning, List<String> violations) {
    return new ChatResponse(
        text, reasoning, List.of(), false, null, List.of(), violations, ChatResponseMetadata.NONE);
  }

  private static <E> E only(Class<E> type, TestSubscriber<ChatEvent> exchange) {
    List<E> found = exchange.values().stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  @DisplayName("checking for pictures is an option of the client, and a call overrides it")
  void imageCheckingIsConfigured() {
    fixture.send("a", OPTIONS.withImages());
    fixture.send("b", OPTIONS);
    assertThat(fixture.asked).extracting(r -> r.features().images()).containsExactly(true, false);
  }

  @Test
  @DisplayName("answers stream, unless the model needs the whole of them for turns or pictures")
  void streamingByDefault() {
    fixture.send("a", OPTIONS);
    fixture.send("b", OPTIONS.withImages().withAutoTurn());
    fixture.send("c", OPTIONS.withAutoTurn().withStreaming(true));
    fixture.send("d", OPTIONS.withStreaming(false));
    fixture.send("e", OPTIONS.withImages().withStreaming(true));
    assertThat(fixture.asked)
        .extracting(ChatRequest::streaming)
        .containsExactly(null, null, true, false, true);
  }

  @Test
  @DisplayName("the pace of turns is that of the code, not that of the documentation")
  void paceOfTheCode() {
    assertThat(AutoTurn.NATURAL)
        .isEqualTo(
            new AutoTurn(
                3,
                new TypingPace(38, 0.2, Duration.ofSeconds(1), Duration.ofSeconds(4)),
                new FollowUpLimits(2, Duration.ofSeconds(2))));
    assertThat(OPTIONS.autoTurn()).isNull();
  }

  @Test
  @DisplayName("how many turns there are is left to chance, which can be injected")
  void turnsByChance() {
    ChatResponse response = ChatResponse.of("x").withTurns("A", "B", "C");
    assertThat(AutoTurn.NATURAL.turns(response, () -> 0)).hasSize(1);
    assertThat(AutoTurn.NATURAL.turns(response, new ChatFixture.FixedRandom())).hasSize(3);
  }

  @Test
  @DisplayName("10, 13: the window counts messages, and joins the turns in it")
  void windowOfMessages() {
    fixture.answering(ChatResponse.of("x").withTurns("A", "B", "C"));
    fixture.send("one", TURNS);
    fixture.after(Duration.ofSeconds(9));
    fixture.send("two", TURNS.withMaxHistoryMessages(5));
    assertThat(fixture.asked.get(1).messages())
        .containsExactly(
            Message.system("Be kind."),
            Message.user("one"),
            Message.assistant("A B C"),
            Message.user("two"));
  }

  @Test
  @DisplayName("no follow-up after any attempt at a picture, in turns or not")
  void noFollowUpAfterAPicture() {
    fixture.answering(ChatResponse.of("x").withTurns("A", "B").withImagePrompt("a cat").withNext());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(Duration.ofMinutes(1));
    assertThat(EventTrace.of(exchange.values())).contains("follow-up blocked IMAGE");
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  @DisplayName("a chain of follow-ups goes on to its limit, in turns or not")
  void chainOfFollowUps() {
    ChatResponse more = ChatResponse.of("more").withNext();
    fixture.answering(more).answering(more.withTurns("a", "b")).answering(more);
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS);
    fixture.after(Duration.ofMinutes(1));
    assertThat(fixture.asked).hasSize(3);
    assertThat(EventTrace.of(exchange.values())).contains("follow-up blocked LIMIT");
  }

  @Test
  @DisplayName("without a history there are no follow-ups")
  void noFollowUpWithoutHistory() {
    fixture.answering(ChatResponse.of("more").withNext());
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", TURNS.withMaxHistoryMessages(0));
    assertThat(EventTrace.of(exchange.values())).contains("follow-up blocked NO_HISTORY");
  }

  @Test
  @DisplayName("the turn being typed is cancelled and counted, and the next answer is delivered")
  void cancelledTurnsAreCounted() {
    ChatResponse turns = ChatResponse.of("x").withTurns("A", "B", "C");
    fixture.answering(turns).answering(turns);
    TestSubscriber<ChatEvent> first = fixture.send("one", TURNS);
    TestSubscriber<ChatEvent> second = fixture.send("two", TURNS);
    fixture.after(Duration.ofSeconds(9));
    assertThat(only(MessagesCancelled.class, first).totalTurns()).isEqualTo(2);
    assertThat(only(ExchangeCompleted.class, second).messages()).isEqualTo(3);
  }

  @Test
  @DisplayName("messages are counted per answer")
  void messagesPerAnswer() {
    ChatResponse turns = ChatResponse.of("x").withTurns("A", "B");
    fixture.answering(turns).answering(turns);
    fixture.send("one", TURNS);
    fixture.after(Duration.ofSeconds(4));
    TestSubscriber<ChatEvent> second = fixture.send("two", TURNS);
    fixture.after(Duration.ofSeconds(4));
    assertThat(EventTrace.of(second.values())).contains("complete AUTO 1/2 'B' last of 2");
  }

  @Test
  @DisplayName("every event names its conversation and its exchange, which is one per send")
  void oneIdPerSend() {
    fixture.answering(ChatResponse.of("x").withTurns("A", "B").withNext());
    TestSubscriber<ChatEvent> exchange =
        fixture.send("hi", TURNS.withAutoTurn(TURNS.autoTurn().withMaxTurns(4)));
    fixture.after(Duration.ofMinutes(1));
    assertThat(exchange.values()).extracting(ChatEvent::exchangeId).doesNotContainNull();
    assertThat(exchange.values().stream().map(ChatEvent::exchangeId).distinct()).hasSize(1);
    assertThat(exchange.values()).extracting(ChatEvent::conversationId).containsOnly("default");
  }

  @Test
  @DisplayName(
      "21, 27: violations are told with the message; they and the reasoning are remembered")
  void violationsAndReasoning() {
    fixture.answering(
        Flowable.just(new ChatUpdate.TextDelta("hi"), reply("hi", "a thought", List.of("gore"))));
    MessageCompleted message = only(MessageCompleted.class, fixture.send("hi", OPTIONS));
    assertThat(message.complianceViolations()).containsExactly("gore");
    assertThat(message.reasoning()).isEqualTo("a thought");
    HistoryEntry entry = fixture.remembered().get(1);
    assertThat(entry.complianceViolations()).containsExactly("gore");
    assertThat(entry.reasoning()).isEqualTo("a thought");
  }

  @Test
  @DisplayName("a follow-up that is called off is told of")
  void followUpCalledOff() {
    fixture.answering(ChatResponse.of("more").withNext());
    TestSubscriber<ChatEvent> first = fixture.send("one", TURNS);
    fixture.send("two", TURNS);
    assertThat(EventTrace.of(first.values())).contains("follow-up blocked INTERRUPTED");
  }

  @Test
  @DisplayName("a failed picture is told of once")
  void oneFailurePerPicture() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat"));
    fixture.drawing(request -> Single.error(new IllegalStateException("no paint")));
    only(ImageGenerationFailed.class, fixture.send("hi", TURNS));
  }

  @Test
  @DisplayName("the picture's entry is well formed whatever the prompt")
  void wellFormedTag() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("'\"<&>"));
    fixture.send("hi", TURNS);
    assertThat(fixture.said())
        .last()
        .isEqualTo("assistant: <image description=\"'&quot;&lt;&amp;&gt;\"/>");
  }

  @Test
  @DisplayName("completions are a pure call, whatever the history")
  void pureCompletions() {
    fixture.answering(ChatResponse.of("x").withTurns("A", "B").withImagePrompt("a cat").withNext());
    TestSubscriber<ChatEvent> events = fixture.chat().events().stream().test();
    fixture.chat().completions(ChatRequest.of("hi")).test().assertComplete();
    fixture.after(Duration.ofMinutes(1));
    events.assertEmpty();
    assertThat(fixture.remembered()).isEmpty();
    assertThat(fixture.asked).hasSize(1);
  }

  @Test
  @DisplayName("system messages are never part of the history")
  void noSystemMessagesInHistory() {
    HistoryEntry system = HistoryEntry.of(Message.system("Be bad."), Instant.EPOCH);
    assertThat(fixture.chat().history().set(List.of(system)).blockingGet()).isZero();
  }

  @Test
  @DisplayName("an answer to a message that was overtaken is dropped")
  void overtakenAnswersAreDropped() {
    fixture.answering(Flowable.never());
    TestSubscriber<ChatEvent> first = fixture.send("one", OPTIONS);
    fixture.send("two", OPTIONS).assertComplete();
    assertThat(first.values()).noneMatch(MessageCompleted.class::isInstance);
    assertThat(fixture.cancelled).containsExactly("chat");
  }

  @Test
  @DisplayName("turns can be switched off and on from one message to the next")
  void turnsSwitchedOff() {
    ChatResponse turns = ChatResponse.of("A B").withTurns("A", "B");
    fixture.answering(turns).answering(turns);
    fixture.send("one", TURNS);
    TestSubscriber<ChatEvent> whole = fixture.send("two", TURNS.withoutAutoTurn());
    assertThat(only(MessageCompleted.class, whole).content()).isEqualTo("A B");
    assertThat(fixture.asked).extracting(ChatRequest::autoTurn).containsExactly(true, false);
  }
}
