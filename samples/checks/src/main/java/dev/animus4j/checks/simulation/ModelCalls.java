package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Deadlines;
import dev.animus4j.chat.model.ChatRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Supplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All calls of models by the client. */
final class ModelCalls {
  private final SimulatedWorld simulatedWorld;
  private final List<ModelCall> chat = new ArrayList<>();
  private final List<ModelCall> images = new ArrayList<>();
  private final List<ModelCall> tools = new ArrayList<>();

  ModelCalls(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
  }

  <P> Flowable<P> chat(
      @Nullable SentMessage sentMessage, ChatRequest request, Supplier<Flowable<P>> answer) {
    boolean streams = request.canStream() && (request.streaming() != null || !request.autoTurn());
    return observe(() -> new ModelCall(sentMessage, streams, simulatedWorld.now()), answer, chat);
  }

  <P> Flowable<P> image(@Nullable SentMessage sentMessage, Supplier<Flowable<P>> answer) {
    return observe(() -> new ModelCall(sentMessage, false, simulatedWorld.now()), answer, images);
  }

  <T> Single<T> tool(@Nullable SentMessage sentMessage, Supplier<Single<T>> answer) {
    return observe(
            () -> new ModelCall(sentMessage, false, simulatedWorld.now()),
            () -> answer.get().toFlowable(),
            tools)
        .firstOrError();
  }

  private <P> Flowable<P> observe(
      Supplier<ModelCall> call, Supplier<Flowable<P>> answer, List<ModelCall> calls) {
    return Flowable.defer(
        () -> {
          ModelCall modelCall = call.get();
          calls.add(modelCall);
          simulatedWorld.runVerified(() -> verifyStart(modelCall, calls));
          return new ModelCallObserver<P>(simulatedWorld, modelCall, () -> calls.remove(modelCall))
              .observe(answer);
        });
  }

  private void verifyStart(ModelCall modelCall, List<ModelCall> calls) {
    SentMessage sentMessage = modelCall.send();
    boolean closed = simulatedWorld.clients().isClosed() && calls == images;
    Invariant.holds(!closed, "a picture is asked for, and the client is closed");
    if (sentMessage == null) {
      return;
    }
    boolean late = sentMessage.wasStoppedBefore(simulatedWorld.now()) && calls != images;
    Invariant.holds(!late, "%s was stopped, and a model asked after that", sentMessage);
    EventGrammar eventGrammar = sentMessage.grammar();
    Invariant.holds(eventGrammar != null, "a model was asked before %s was announced", sentMessage);
    if (calls != tools) {
      Invariant.notNull(eventGrammar, "the exchange").addCall(modelCall, calls == images);
    }
  }

  /** The number of open calls. */
  int openCalls() {
    return chat.size() + images.size() + tools.size();
  }

  /** Verifies that no call was awaited longer than its limit. */
  void verifyWaits() {
    for (ModelCall modelCall : chat) {
      verifyAnswer(modelCall, simulatedWorld.now());
    }
    images.forEach(modelCall -> verifyAge(modelCall, options -> options.deadlines().image()));
    tools.forEach(
        modelCall -> verifyAge(modelCall, o -> o.template().features().toolLimits().timeout()));
  }

  private void verifyAge(ModelCall modelCall, Function<ChatOptions, Duration> limit) {
    SentMessage sentMessage = modelCall.send();
    if (sentMessage != null) {
      long limitMs = limit.apply(sentMessage.options()).toMillis();
      Invariant.holds(
          modelCall.age(simulatedWorld.now()) <= limitMs, "it takes too long: %s", sentMessage);
    }
  }

  private static void verifyAnswer(ModelCall modelCall, long now) {
    if (modelCall.send() == null) {
      return;
    }
    Deadlines limits = modelCall.send().options().deadlines();
    long silence = (modelCall.hasTokens() ? limits.gap() : limits.firstToken()).toMillis();
    Invariant.holds(
        !modelCall.isStreamed() || modelCall.silence(now) <= silence,
        "the answer to %s hangs",
        modelCall.send());
    Invariant.holds(
        modelCall.age(now) <= limits.reply().toMillis(), "too long: %s", modelCall.send());
  }
}
