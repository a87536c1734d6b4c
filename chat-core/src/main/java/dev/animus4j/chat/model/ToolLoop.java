package dev.animus4j.chat.model;

import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.failure.ConcatMapErrorsInOrder;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs the calls a model requests and sends it the results, until it replies without calls. */
final class ToolLoop {
  private final ChatModel model;
  private final RequestedFeatures features;
  private final Scheduler clock;
  private final Toolset tools;
  private final ToolRunner execution;
  private final int concurrency;

  private ToolLoop(
      ChatModel model, RequestedFeatures features, Scheduler clock, Completable beforeCall) {
    ToolLimits limits = features.toolLimits();
    this.model = model;
    this.features = features;
    this.clock = clock;
    this.tools = new Toolset(features.tools());
    this.execution = new ToolRunner(tools, limits.timeout(), clock, beforeCall);
    this.concurrency = limits.maxConcurrency();
  }

  static Flowable<ChatUpdate> run(
      ChatModel model, ChatRequest request, Scheduler clock, Completable beforeCall) {
    RequestedFeatures features = request.features();
    return Toolset.hasFunctions(features)
        ? new ToolLoop(model, features, clock, beforeCall).requestReply(ToolLoopState.of(request))
        : model.stream(request);
  }

  private Flowable<ChatUpdate> requestReply(ToolLoopState state) {
    return Flowable.defer(
        () -> {
          LeadingWhitespaceFilter filter =
              ConcatenatedResponse.whitespaceFilter(state.previousResponse());
          Flowable<ChatUpdate> parts =
              FaultIsolation.<ChatUpdate>flowable(() -> model.stream(state.request()))
                  .observeOn(clock, true)
                  .takeUntil(update -> update instanceof ChatResponse); // the first one ends it
          return ConcatMapErrorsInOrder.concatMap(
              parts, update -> transform(update, filter, state));
        });
  }

  private Flowable<ChatUpdate> transform(
      ChatUpdate update, LeadingWhitespaceFilter filter, ToolLoopState state) {
    if (update instanceof ChatResponse response) {
      return afterReply(features.resolveToolCalls(response), state);
    }
    return update instanceof ChatUpdate.TextDelta textDelta
        ? filter.filter(textDelta)
        : just(update);
  }

  private Flowable<ChatUpdate> afterReply(ChatResponse response, ToolLoopState state) {
    if (state.isExhausted()) {
      return just(state.join(response).withToolCalls(List.of()));
    }
    return tools.canAnswer(response.toolCalls())
        ? runCalls(response, state)
        : just(state.join(response));
  }

  /** Runs a round, and begins the next when all of its calls have ended. */
  private Flowable<ChatUpdate> runCalls(ChatResponse response, ToolLoopState state) {
    List<ToolCall> calls = state.limitCalls(response.toolCalls());
    ToolCall cut = cutCall(response, calls);
    List<ToolCall> sent = calls.stream().map(ToolCall::portable).toList();
    Map<String, String> results = new ConcurrentHashMap<>();
    return Flowable.<ChatUpdate>just(new ToolRunUpdate.Requested(sent, response.metadata().state()))
        .concatWith(
            Flowable.fromIterable(calls)
                .flatMap(call -> execution.run(call, call.equals(cut)), concurrency)
                .doOnNext(update -> recordResult(update, results)))
        .concatWith(Flowable.defer(() -> requestReply(state.next(response, sent, results))));
  }

  /** The last call of a response that was cut off before the arguments; null for none. */
  private static @Nullable ToolCall cutCall(ChatResponse response, List<ToolCall> calls) {
    ToolCall last = calls.get(calls.size() - 1);
    boolean all = calls.size() == response.toolCalls().size();
    boolean cut = all && response.metadata().isTruncated();
    return cut && (last.hasNoArguments() || !last.hasValidArguments()) ? last : null;
  }

  private static void recordResult(ToolRunUpdate update, Map<String, String> results) {
    if (update instanceof ToolRunUpdate.Ended ended) {
      results.put(ended.call().id(), ended.answer());
    }
  }
}
