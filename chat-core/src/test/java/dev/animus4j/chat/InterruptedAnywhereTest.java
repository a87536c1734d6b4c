package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.history.Window;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** An exchange that has everything, cut short after each of its events. */
@ExtendWith(TestVertx.class)
class InterruptedAnywhereTest {
  private static final ToolCall CALL = new ToolCall("c1", "f", "{}");
  private static final ChatOptions IN_TURNS =
      World.OPTIONS.inTurns(AutoTurn.NATURAL.atMost(4)).drawing();
  private static final ChatOptions STREAMED = World.OPTIONS.drawing().streaming(true);

  /** Turns, a follow-up in turns that wants a tool, and another one that promises a picture. */
  private static World inTurns(Vertx vertx) {
    World world = new World(vertx);
    slowly(world, ChatReply.of("a\nb\nc").turns("a", "b", "c").andMore());
    slowly(world, ChatReply.of("d\ne").turns("d", "e").calling(CALL).andMore());
    slowly(world, ChatReply.of("f").calling(CALL).promising("a cat").andMore());
    return drawing(world);
  }

  private static World streamed(Vertx vertx) {
    World world = new World(vertx);
    world.answering(
        Flowable.just("one ", "two ", "three")
            .concatMap(word -> pause(world).map(t -> (ChatPart) new ChatPart.Words(word)))
            .concatWith(Single.just(ChatReply.of("one two three").promising("a cat"))));
    return drawing(world);
  }

  private static void slowly(World world, ChatReply reply) {
    world.answering(pause(world).map(tick -> reply));
  }

  private static World drawing(World world) {
    return world.drawing(
        request -> pause(world).firstOrError().map(tick -> World.picture(request.prompt())));
  }

  private static Flowable<Long> pause(World world) {
    return Flowable.timer(1, TimeUnit.SECONDS, world.clock);
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
      Supplier<World> worlds, ChatOptions options, Consumer<Chat> interruption, int atLeast) {
    int events = lived(worlds.get(), options, chat -> {}, Integer.MAX_VALUE).size();
    assertThat(events).isGreaterThanOrEqualTo(atLeast);
    for (int at = 1; at <= events; at++) {
      World world = worlds.get();
      List<ChatEvent> told = lived(world, options, interruption, at);
      assertThat(told).filteredOn(ExchangeCompleted.class::isInstance).as("at %d", at).hasSize(1);
      assertThat(told.get(told.size() - 1)).isInstanceOf(ExchangeCompleted.class);
      everyWindowIsValid(world, "after " + Trace.of(told));
      world.answers.clear();
      assertThat(Trace.of(world.send("still there?", World.OPTIONS).values()))
          .as("at %d", at)
          .endsWith("complete REGULAR 'ok' last of 1", "end COMPLETED messages 1 images 0");
    }
  }

  /** The events of an exchange that is interrupted at this one of them. */
  private static List<ChatEvent> lived(
      World world, ChatOptions options, Consumer<Chat> interruption, int at) {
    List<ChatEvent> told = new ArrayList<>();
    world
        .chat()
        .send("hi", options)
        .doOnNext(told::add)
        .filter(event -> told.size() == at)
        .subscribe(event -> interruption.accept(world.chat()));
    world.after(Duration.ofMinutes(5));
    return told;
  }

  private static void everyWindowIsValid(World world, String when) {
    var entries = world.remembered();
    for (int from = 0; from < entries.size(); from++) {
      List<Message> window = Window.of(entries.subList(from, entries.size()));
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
