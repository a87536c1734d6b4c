package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatPart.Words;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that are judged although they are made, or told, step by step. */
@ExtendWith(TestVertx.class)
class GuardedStepsTest {
  private static final ChatOptions TURNS = OPTIONS.inTurns().drawing().streaming(true);
  private static final ChatReply REPLY = ChatReply.of("One is done. Two too.");

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
    world.guardrail = Guardrail.of(GuardedStepsTest::verdict);
  }

  private static Verdict verdict(Matter matter) {
    return matter.text().contains("bad") ? Verdict.withheld("no", "badness") : Verdict.allowed();
  }

  private List<String> told(ChatReply reply, ChatOptions options) {
    Flowable<ChatPart> words = Flowable.just(new Words("One is done. "), new Words("Two too."));
    world.answering(words.concatWith(Flowable.just(reply)));
    TestSubscriber<ChatEvent> exchange = world.send("hi", options);
    world.after(Duration.ofSeconds(9));
    return Trace.of(exchange.assertComplete().values());
  }

  @Test
  void whatIsSaidBetweenCallsIsJudgedWithTheAnswer() {
    Tool weather = new Tool("weather", "", Map.of()).doing(call -> Single.just("Rain."));
    world
        .answering(ChatReply.of("A bad idea.").calling(new ToolCall("c1", "weather", "{}")))
        .answering(ChatReply.of("It rains."));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS.tools(weather));
    assertThat(Trace.of(exchange.values()))
        .containsExactly(
            "start REGULAR 'hi'",
            "tool start c1 weather{}",
            "tool complete c1 weather in 0",
            "moderation OUTPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
    assertThat(world.said()).containsExactly("user: hi", "assistant: ", "tool: Rain.");
  }

  @Test
  void turnsDoNotBeginWhileTheAnswerIsStillToBeJudged() {
    assertThat(told(REPLY, TURNS))
        .containsExactly(
            "start REGULAR 'hi'",
            "complete REGULAR 'One is done. Two too.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.asked.get(0).streaming()).isFalse();
  }

  @Test
  void turnsComeAsTheyAreSpokenWhenOnlyPicturesAreJudged() {
    world.guardrail = world.guardrail.only(Stage.IMAGE_PROMPT);
    assertThat(told(REPLY.promising("a bad cat"), TURNS))
        .containsExactly(
            "start REGULAR 'hi'",
            "start AUTO 0/? 'One is done.'",
            "complete AUTO 0/? 'One is done.'",
            "moderation IMAGE_PROMPT WITHHELD [badness]",
            "start AUTO 1/2 'Two too.'",
            "complete AUTO 1/2 'Two too.' last of 2",
            "end COMPLETED messages 2 images 0");
    assertThat(world.drawn).isEmpty();
  }
}
