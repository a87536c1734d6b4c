package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.history.PromptMessageConverter;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** An exchange that has everything, cut short after each of its events. */
@VertxTest
class InterruptSignalTest {
  private static final ToolCall CALL = new ToolCall("c1", "f", "{}");
  private static final ChatOptions IN_TURNS =
      ChatFixture.OPTIONS.withAutoTurn(AutoTurn.NATURAL.withMaxTurns(4)).withImages();
  private static final ChatOptions STREAMED = ChatFixture.OPTIONS.withImages().withStreaming(true);

  /** Turns, a follow-up in turns that wants a tool, and another one that promises a picture. */
  private static ChatFixture inTurns(Vertx vertx) {
    ChatFixture fixture = new ChatFixture(vertx);
    slowly(fixture, ChatResponse.of("a\nb\nc").withTurns("a", "b", "c").withNext());
    slowly(fixture, ChatResponse.of("d\ne").withTurns("d", "e").withToolCalls(CALL).withNext());
    slowly(fixture, ChatResponse.of("f").withToolCalls(CALL).withImagePrompt("a cat").withNext());
    return drawing(fixture);
  }

  private static ChatFixture streamed(Vertx vertx) {
    ChatFixture fixture = new ChatFixture(vertx);
    fixture.answering(
        Flowable.just("one ", "two ", "three")
            .concatMap(word -> pause(fixture).map(t -> (ChatUpdate) new ChatUpdate.TextDelta(word)))
            .concatWith(Single.just(ChatResponse.of("one two three").withImagePrompt("a cat"))));
    return drawing(fixture);
  }

  private static void slowly(ChatFixture fixture, ChatResponse response) {
    fixture.answering(pause(fixture).map(tick -> response));
  }

  private static ChatFixture drawing(ChatFixture fixture) {
    return fixture.drawing(
        request ->
            pause(fixture).firstOrError().map(tick -> ChatFixture.picture(request.prompt())));
  }

  private static Flowable<Long> pause(ChatFixture fixture) {
    return Flowable.timer(1, TimeUnit.SECONDS, fixture.clock);
  }

  @Test
  void stoppingAnAnswerInTurnsLeavesAUsableConversation(Vertx vertx) {
    afterEachEvent(() -> inTurns(vertx), IN_TURNS, Chat::interrupt, 20);
  }

  @Test
  void speakingWhileAnAnswerComesInTurnsLeavesAUsableConversation(Vertx vertx) {
    afterEachEvent(() -> inTurns(vertx), IN_TURNS, chat -> chat.send("but"), 20);
  }

  @Test
  void stoppingAStreamedAnswerLeavesAUsableConversation(Vertx vertx) {
    afterEachEvent(() -> streamed(vertx), STREAMED, Chat::interrupt, 8);
  }

  @Test
  void speakingWhileAnAnswerIsStreamedLeavesAUsableConversation(Vertx vertx) {
    afterEachEvent(() -> streamed(vertx), STREAMED, chat -> chat.send("but"), 8);
  }

  private static void afterEachEvent(
      Supplier<ChatFixture> worlds, ChatOptions options, Consumer<Chat> interruption, int atLeast) {
    int events = lived(worlds.get(), options, chat -> {}, Integer.MAX_VALUE).size();
    assertThat(events).isGreaterThanOrEqualTo(atLeast);
    for (int at = 1; at <= events; at++) {
      ChatFixture fixture = worlds.get();
      List<ChatEvent> told = lived(fixture, options, interruption, at);
      assertThat(told).filteredOn(ExchangeCompleted.class::isInstance).as("at %d", at).hasSize(1);
      assertThat(told.get(told.size() - 1)).isInstanceOf(ExchangeCompleted.class);
      everyWindowIsValid(fixture, "after " + EventTrace.of(told));
      fixture.answers.clear();
      assertThat(EventTrace.of(fixture.send("still there?", ChatFixture.OPTIONS).values()))
          .as("at %d", at)
          .endsWith("complete REGULAR 'ok' last of 1", "end COMPLETED messages 1 images 0");
    }
  }

  /** The events of an exchange that is interrupted at this one of them. */
  private static List<ChatEvent> lived(
      ChatFixture fixture, ChatOptions options, Consumer<Chat> interruption, int at) {
    List<ChatEvent> told = new ArrayList<>();
    fixture
        .chat()
        .send("hi", options)
        .doOnNext(told::add)
        .filter(event -> told.size() == at)
        .subscribe(event -> interruption.accept(fixture.chat()));
    fixture.after(Duration.ofMinutes(5));
    return told;
  }

  private static void everyWindowIsValid(ChatFixture fixture, String when) {
    var entries = fixture.remembered();
    for (int from = 0; from < entries.size(); from++) {
      List<Message> window = PromptMessageConverter.of(entries.subList(from, entries.size()));
      for (int i = 0; i < window.size(); i++) {
        isValid(window, i, when);
      }
    }
  }

  /** No assistant after an assistant, nothing empty, no call that is not answered at once. */
  private static void isValid(List<Message> window, int at, String when) {
    Message message = window.get(at);
    boolean twice = at > 0 && window.get(at - 1).role() == Role.ASSISTANT;
    assertThat(message.isEmpty()).as(when).isFalse();
    assertThat(twice && message.role() == Role.ASSISTANT).as("%s: %s", when, window).isFalse();
    List<String> answered =
        window.subList(at + 1, window.size()).stream()
            .takeWhile(next -> next.role() == Role.TOOL)
            .map(Message::toolCallId)
            .toList();
    assertThat(answered)
        .as(when)
        .containsAll(message.toolCalls().stream().map(ToolCall::id).toList());
  }
}
