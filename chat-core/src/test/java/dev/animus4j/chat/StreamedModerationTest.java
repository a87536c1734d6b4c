package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are judged although they are made, or told, step by step. */
@VertxTest
class StreamedModerationTest {
  private static final ChatOptions TURNS = OPTIONS.withAutoTurn().withImages().withStreaming(true);
  private static final ChatResponse REPLY = ChatResponse.of("One is done. Two too.");

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
    fixture.guardrail = Guardrail.of(StreamedModerationTest::verdict);
  }

  private static Verdict verdict(GuardrailInput input) {
    return input.text().contains("bad") ? Verdict.withhold("no", "badness") : Verdict.allow();
  }

  private List<String> told(ChatResponse response, ChatOptions options) {
    Flowable<ChatUpdate> words =
        Flowable.just(new TextDelta("One is done. "), new TextDelta("Two too."));
    fixture.answering(words.concatWith(Flowable.just(response)));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", options);
    fixture.after(Duration.ofSeconds(9));
    return EventTrace.of(exchange.assertComplete().values());
  }

  @Test
  void thoughtsAreNotToldBeforeAVerdict() {
    for (GuardrailStage stage : List.of(GuardrailStage.REASONING, GuardrailStage.OUTPUT)) {
      fixture.guardrail = Guardrail.of(StreamedModerationTest::verdict).limitTo(stage);
      fixture.answering(
          Flowable.just(
              new ChatUpdate.ReasoningDelta("bad"), ChatResponse.of("Fine.").withReasoning("bad")));
      TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS);
      fixture.after(Duration.ofSeconds(9));
      assertThat(EventTrace.of(exchange.assertComplete().values()))
          .noneMatch(line -> line.startsWith("reasoning"));
    }
  }

  @Test
  void textBetweenToolCallsIsModeratedWithTheReply() {
    Tool weather = new Tool("weather", "", Map.of()).withFunction(call -> Single.just("Rain."));
    fixture
        .answering(
            ChatResponse.of("A bad idea.").withToolCalls(new ToolCall("c1", "weather", "{}")))
        .answering(ChatResponse.of("It rains."));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS.withTools(weather));
    assertThat(EventTrace.of(exchange.values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tool start c1 weather{}",
            "tool complete c1 weather in 0",
            "moderation OUTPUT WITHHELD [badness]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: ", "tool: Rain.");
  }

  @Test
  void turnsDoNotBeginWhileTheAnswerIsStillToBeJudged() {
    assertThat(told(REPLY, TURNS))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR 'One is done. Two too.' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.asked.get(0).streaming()).isFalse();
  }

  @Test
  void turnsComeAsTheyAreSpokenWhenOnlyPicturesAreJudged() {
    fixture.guardrail = fixture.guardrail.limitTo(GuardrailStage.IMAGE_PROMPT);
    assertThat(told(REPLY.withImagePrompt("a bad cat"), TURNS))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "start AUTO 0/? 'One is done.'",
            "complete AUTO 0/? 'One is done.'",
            "start AUTO 1/2 'Two too.'",
            "complete AUTO 1/2 'Two too.' last of 2",
            "moderation IMAGE_PROMPT WITHHELD [badness]",
            "image failed contentPolicy",
            "end COMPLETED messages 2 images 0");
    assertThat(fixture.drawn).isEmpty();
  }
}
