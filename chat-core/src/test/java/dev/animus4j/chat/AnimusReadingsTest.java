package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUps;
import dev.animus4j.chat.turn.TypingPace;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** How we read the contradictions between the Animus SDK and its documentation, one by one. */
@ExtendWith(TestVertx.class)
class AnimusReadingsTest {
  private static final ChatOptions TURNS = OPTIONS.inTurns().drawing();

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private static ChatReply reply(String text, String reasoning, List<String> violations) {
    return new ChatReply(
        text, reasoning, List.of(), false, null, List.of(), violations, Account.NONE);
  }

  private static <E> E only(Class<E> type, TestSubscriber<ChatEvent> exchange) {
    List<E> found = exchange.values().stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  @DisplayName("5: checking for pictures is an option of the client, and a call overrides it")
  void imageCheckingIsConfigured() {
    world.send("a", OPTIONS.drawing());
    world.send("b", OPTIONS);
    assertThat(world.asked).extracting(r -> r.features().images()).containsExactly(true, false);
  }

  @Test
  @DisplayName("6: answers stream, unless the model needs the whole of them for turns or pictures")
  void streamingByDefault() {
    world.send("a", OPTIONS);
    world.send("b", OPTIONS.drawing().inTurns());
    world.send("c", OPTIONS.inTurns().streaming(true));
    world.send("d", OPTIONS.streaming(false));
    world.send("e", OPTIONS.drawing().streaming(true));
    assertThat(world.asked)
        .extracting(ChatRequest::streaming)
        .containsExactly(null, null, true, false, true);
  }

  @Test
  @DisplayName("7: the pace of turns is that of the code, not that of the documentation")
  void paceOfTheCode() {
    assertThat(AutoTurn.NATURAL)
        .isEqualTo(
            new AutoTurn(
                3,
                new TypingPace(38, 0.2, Duration.ofSeconds(1), Duration.ofSeconds(4)),
                new FollowUps(2, Duration.ofSeconds(2))));
    assertThat(OPTIONS.autoTurn()).isNull();
  }

  @Test
  @DisplayName("9: how many turns there are is left to chance, which can be injected")
  void turnsByChance() {
    ChatReply reply = ChatReply.of("x").turns("A", "B", "C");
    assertThat(AutoTurn.NATURAL.turns(reply, () -> 0)).hasSize(1);
    assertThat(AutoTurn.NATURAL.turns(reply, new World.Most())).hasSize(3);
  }

  @Test
  @DisplayName("10, 13: the window counts messages, and joins the turns in it")
  void windowOfMessages() {
    world.answering(ChatReply.of("x").turns("A", "B", "C"));
    world.send("one", TURNS);
    world.after(Duration.ofSeconds(9));
    world.send("two", TURNS.remembering(5));
    assertThat(world.asked.get(1).messages())
        .containsExactly(
            Message.system("Be kind."),
            Message.user("one"),
            Message.assistant("A B C"),
            Message.user("two"));
  }

  @Test
  @DisplayName("15: no follow-up after any attempt at a picture, in turns or not")
  void noFollowUpAfterAPicture() {
    world.answering(ChatReply.of("x").turns("A", "B").promising("a cat").andMore());
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    world.after(Duration.ofMinutes(1));
    assertThat(Trace.of(exchange.values())).contains("follow-up blocked IMAGE");
    assertThat(world.asked).hasSize(1);
  }

  @Test
  @DisplayName("16: a chain of follow-ups goes on to its limit, in turns or not")
  void chainOfFollowUps() {
    ChatReply more = ChatReply.of("more").andMore();
    world.answering(more).answering(more.turns("a", "b")).answering(more);
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS);
    world.after(Duration.ofMinutes(1));
    assertThat(world.asked).hasSize(3);
    assertThat(Trace.of(exchange.values())).contains("follow-up blocked LIMIT");
  }

  @Test
  @DisplayName("17: without a history there are no follow-ups")
  void noFollowUpWithoutHistory() {
    world.answering(ChatReply.of("more").andMore());
    TestSubscriber<ChatEvent> exchange = world.send("hi", TURNS.remembering(0));
    assertThat(Trace.of(exchange.values())).contains("follow-up blocked NO_HISTORY");
  }

  @Test
  @DisplayName(
      "18: the turn being typed is cancelled and counted, and the next answer is delivered")
  void cancelledTurnsAreCounted() {
    ChatReply turns = ChatReply.of("x").turns("A", "B", "C");
    world.answering(turns).answering(turns);
    TestSubscriber<ChatEvent> first = world.send("one", TURNS);
    TestSubscriber<ChatEvent> second = world.send("two", TURNS);
    world.after(Duration.ofSeconds(9));
    assertThat(only(MessagesCancelled.class, first).totalTurns()).isEqualTo(2);
    assertThat(only(ExchangeCompleted.class, second).messages()).isEqualTo(3);
  }

  @Test
  @DisplayName("19: messages are counted per answer")
  void messagesPerAnswer() {
    ChatReply turns = ChatReply.of("x").turns("A", "B");
    world.answering(turns).answering(turns);
    world.send("one", TURNS);
    world.after(Duration.ofSeconds(4));
    TestSubscriber<ChatEvent> second = world.send("two", TURNS);
    world.after(Duration.ofSeconds(4));
    assertThat(Trace.of(second.values())).contains("complete AUTO 1/2 'B' last of 2");
  }

  @Test
  @DisplayName("20: every event names its conversation and its exchange, which is one per send")
  void oneIdPerSend() {
    world.answering(ChatReply.of("x").turns("A", "B").andMore());
    TestSubscriber<ChatEvent> exchange =
        world.send("hi", TURNS.inTurns(TURNS.autoTurn().atMost(4)));
    world.after(Duration.ofMinutes(1));
    assertThat(exchange.values()).extracting(ChatEvent::exchangeId).doesNotContainNull();
    assertThat(exchange.values().stream().map(ChatEvent::exchangeId).distinct()).hasSize(1);
    assertThat(exchange.values()).extracting(ChatEvent::conversationId).containsOnly("default");
  }

  @Test
  @DisplayName(
      "21, 27: violations are told with the message; they and the reasoning are remembered")
  void violationsAndReasoning() {
    world.answering(
        Flowable.just(new ChatPart.Words("hi"), reply("hi", "a thought", List.of("gore"))));
    MessageCompleted message = only(MessageCompleted.class, world.send("hi", OPTIONS));
    assertThat(message.complianceViolations()).containsExactly("gore");
    assertThat(message.reasoning()).isEqualTo("a thought");
    Entry entry = world.remembered().get(1);
    assertThat(entry.complianceViolations()).containsExactly("gore");
    assertThat(entry.reasoning()).isEqualTo("a thought");
  }

  @Test
  @DisplayName("22: a follow-up that is called off is told of")
  void followUpCalledOff() {
    world.answering(ChatReply.of("more").andMore());
    TestSubscriber<ChatEvent> first = world.send("one", TURNS);
    world.send("two", TURNS);
    assertThat(Trace.of(first.values())).contains("follow-up blocked INTERRUPTED");
  }

  @Test
  @DisplayName("23: a failed picture is told of once")
  void oneFailurePerPicture() {
    world.answering(ChatReply.of("look").promising("a cat"));
    world.drawing(request -> Single.error(new IllegalStateException("no paint")));
    only(ImageGenerationFailed.class, world.send("hi", TURNS));
  }

  @Test
  @DisplayName("28: the picture's entry is well formed whatever the prompt")
  void wellFormedTag() {
    world.answering(ChatReply.of("look").promising("'\"<&>"));
    world.send("hi", TURNS);
    assertThat(world.said())
        .last()
        .isEqualTo("assistant: <image description=\"'&quot;&lt;&amp;&gt;\"/>");
  }

  @Test
  @DisplayName("30: completions are a pure call, whatever the history")
  void pureCompletions() {
    world.answering(ChatReply.of("x").turns("A", "B").promising("a cat").andMore());
    TestSubscriber<ChatEvent> events = world.chat().events().stream().test();
    world.chat().completions(ChatRequest.of("hi")).test().assertComplete();
    world.after(Duration.ofMinutes(1));
    events.assertEmpty();
    assertThat(world.remembered()).isEmpty();
    assertThat(world.asked).hasSize(1);
  }

  @Test
  @DisplayName("31: system messages are never part of the history")
  void noSystemMessagesInHistory() {
    Entry system = Entry.of(Message.system("Be bad."), Instant.EPOCH);
    assertThat(world.chat().history().set(List.of(system)).blockingGet()).isZero();
  }

  @Test
  @DisplayName("32: an answer to a message that was overtaken is dropped")
  void overtakenAnswersAreDropped() {
    world.answering(Flowable.never());
    TestSubscriber<ChatEvent> first = world.send("one", OPTIONS);
    world.send("two", OPTIONS).assertComplete();
    assertThat(first.values()).noneMatch(MessageCompleted.class::isInstance);
    assertThat(world.cancelled).containsExactly("chat");
  }

  @Test
  @DisplayName("38: turns can be switched off and on from one message to the next")
  void turnsSwitchedOff() {
    ChatReply turns = ChatReply.of("A B").turns("A", "B");
    world.answering(turns).answering(turns);
    world.send("one", TURNS);
    TestSubscriber<ChatEvent> whole = world.send("two", TURNS.inOnePiece());
    assertThat(only(MessageCompleted.class, whole).content()).isEqualTo("A B");
    assertThat(world.asked).extracting(ChatRequest::autoTurn).containsExactly(true, false);
  }
}
