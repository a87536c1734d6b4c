package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.StreamingChatModel;
import io.reactivex.rxjava3.core.Flowable;

/**
 * Chat model that answers anything, at any time, in any way; once it no longer fails, just "fine".
 */
final class RandomChatModel implements StreamingChatModel {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final RandomReplies randomReplies;
  private final RandomFailures randomFailures;
  private final boolean deaf;
  private boolean faultless;

  RandomChatModel(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.randomReplies = new RandomReplies(randomChoices);
    this.randomFailures = new RandomFailures(randomChoices);
    this.deaf = randomChoices.oneIn(5);
  }

  void stopFailing() {
    faultless = true;
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    if (!faultless && randomChoices.oneIn(60)) {
      throw new RandomFailures.IntendedFailure("no stream at all");
    }
    simulatedWorld
        .injectedErrors()
        .maybeThrow(
            "a model behind decorators", 150, simulatedWorld.registry().send(request.model()));
    return Flowable.defer(() -> answer(request).playOn(simulatedWorld.scheduler()));
  }

  private ScriptedStream<ChatUpdate> answer(ChatRequest request) {
    ScriptedStream<ChatUpdate> answer = new ScriptedStream<>();
    if (faultless) {
      return answer.emit(0, ChatResponse.of("fine")).complete(0);
    }
    boolean streams = isStreaming(request);
    if (deaf && !streams && randomChoices.oneIn(5)) {
      answer.ignoreCancel();
    }
    ChatResponse response = randomReplies.reply(String.valueOf(request.model()));
    if (!randomChoices.percent(12)) {
      emitReply(answer, response, streams);
      Throwable thrown = simulatedWorld.injectedErrors().nextThrowable("an answer", 60);
      return thrown == null ? complete(answer, response) : crashWhile(answer, thrown, request);
    }
    return randomChoices.oneIn(6) ? answer : fail(answer, response, streams);
  }

  /** Throws while emitting; if that is not at once, the subscriber is not notified. */
  private ScriptedStream<ChatUpdate> crashWhile(
      ScriptedStream<ChatUpdate> answer, Throwable thrown, ChatRequest request) {
    SentMessage sentMessage = simulatedWorld.registry().send(request.model());
    return answer.run(
        randomPause(),
        () -> {
          if (sentMessage != null) {
            sentMessage.markStruck();
          }
          throw InjectedErrors.<RuntimeException>throwUnchecked(thrown);
        });
  }

  /** Whether the response streams; some models always do. */
  private boolean isStreaming(ChatRequest request) {
    Boolean streamingFlag = request.streaming();
    boolean any = streamingFlag == null || randomChoices.oneIn(15);
    return any ? randomChoices.oneIn(2) : streamingFlag;
  }

  private void emitReply(
      ScriptedStream<ChatUpdate> answer, ChatResponse response, boolean streams) {
    if (streams) {
      String text = randomChoices.oneIn(20) ? response.content() + " or not" : response.content();
      randomReplies
          .pieces(text)
          .forEach(w -> answer.emit(randomPause(), new ChatUpdate.TextDelta(w)));
    }
  }

  private ScriptedStream<ChatUpdate> fail(
      ScriptedStream<ChatUpdate> answer, ChatResponse response, boolean streams) {
    if (randomChoices.oneIn(2)) {
      emitReply(answer, response, streams);
    }
    long after = randomChoices.delay(40_000);
    return randomChoices.oneIn(8)
        ? answer.complete(after)
        : answer.fail(after, randomFailures.any());
  }

  /** Completes, nearly always by the contract: the response, and nothing after it. */
  private ScriptedStream<ChatUpdate> complete(
      ScriptedStream<ChatUpdate> answer, ChatResponse response) {
    answer.emit(randomChoices.delay(40_000), response);
    return switch (randomChoices.upToInclusive(40)) {
      case 0 -> answer.emit(randomPause(), randomReplies.reply("other")).complete(randomPause());
      case 1 ->
          answer.emit(randomPause(), new ChatUpdate.TextDelta("P.S.")).complete(randomPause());
      case 2 -> answer.fail(randomPause(), randomFailures.any());
      case 3 -> answer;
      default -> answer.complete(randomPause());
    };
  }

  private long randomPause() {
    return randomChoices.percent(85)
        ? 0
        : randomChoices.upToInclusive(randomChoices.oneIn(20) ? 20_000 : 400);
  }
}
