package dev.animus4j.chat.model;

import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.failure.Ordered;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls what a model wants called and asks it again, round by round, until it has its answer. */
final class ToolLoop {
  private final ChatModel model;
  private final Scheduler clock;
  private final Toolset tools;
  private final ToolRun run;
  private final int atOnce;

  private ToolLoop(ChatModel model, Features features, Scheduler clock) {
    ToolLimits limits = features.toolLimits();
    this.model = model;
    this.clock = clock;
    this.tools = new Toolset(features.tools());
    this.run = new ToolRun(tools, limits.timeout(), clock);
    this.atOnce = limits.atOnce();
  }

  static Flowable<ChatPart> of(ChatModel model, ChatRequest request, Scheduler clock) {
    Features features = request.features();
    return Toolset.isUsedBy(features)
        ? new ToolLoop(model, features, clock).ask(ToolRounds.of(request))
        : model.stream(request);
  }

  private Flowable<ChatPart> ask(ToolRounds rounds) {
    return Flowable.defer(
        () -> {
          Opening opening = JoinedReply.after(rounds.said());
          Flowable<ChatPart> parts =
              model.stream(rounds.request())
                  .observeOn(clock, true)
                  .takeUntil(part -> part instanceof ChatReply); // however often it replies
          return Ordered.concatMap(parts, part -> told(part, opening, rounds));
        });
  }

  private Flowable<ChatPart> told(ChatPart part, Opening opening, ToolRounds rounds) {
    if (part instanceof ChatReply reply) {
      return answered(reply, rounds);
    }
    return part instanceof ChatPart.Words words ? opening.words(words) : just(part);
  }

  private Flowable<ChatPart> answered(ChatReply reply, ToolRounds rounds) {
    if (rounds.areOver()) {
      return just(rounds.joined(reply).calling(List.of()));
    }
    return tools.answers(reply.toolCalls()) ? called(reply, rounds) : just(rounds.joined(reply));
  }

  /** Runs a round, and begins the next when all of its calls are over. */
  private Flowable<ChatPart> called(ChatReply reply, ToolRounds rounds) {
    List<ToolCall> calls = rounds.taken(reply.toolCalls());
    List<ToolCall> sent = calls.stream().map(ToolCall::sendable).toList();
    Map<String, String> answers = new ConcurrentHashMap<>();
    return Flowable.<ChatPart>just(new ToolPart.Asked(sent))
        .concatWith(
            Flowable.fromIterable(calls)
                .flatMap(run::of, atOnce)
                .doOnNext(part -> note(part, answers)))
        .concatWith(Flowable.defer(() -> ask(rounds.after(reply, sent, answers))));
  }

  private static void note(ToolPart part, Map<String, String> answers) {
    if (part instanceof ToolPart.Ended ended) {
      answers.put(ended.call().id(), ended.answer());
    }
  }
}
