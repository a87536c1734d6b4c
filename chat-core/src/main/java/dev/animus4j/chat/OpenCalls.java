package dev.animus4j.chat;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolPart;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tells of the calls of an answer, and remembers what came of them. */
final class OpenCalls {
  private static final String CUT =
      "The call was cut short. Nobody knows whether it had an effect.";

  private final Conversation conversation;
  private final ChatOptions options;
  private final Deque<ToolPart> untold = new ArrayDeque<>();
  private final Set<String> unanswered = new LinkedHashSet<>();
  private final Map<ToolCall, Long> begun = new LinkedHashMap<>();

  OpenCalls(Conversation conversation, ChatOptions options) {
    this.conversation = conversation;
    this.options = options;
  }

  /** It has happened, and its turn to be told will come. */
  void heard(ToolPart part) {
    untold.add(part);
  }

  Flowable<Draft> told(ToolPart part) {
    untold.remove(part);
    if (part instanceof ToolPart.Asked asked) {
      asked.calls().forEach(call -> unanswered.add(call.id()));
      return remember(Message.assistant("").calling(asked.calls()));
    } else if (part instanceof ToolPart.Ended ended) {
      return over(ended);
    }
    ToolCall call = ((ToolPart.Started) part).call();
    begun.put(call, conversation.elapsed());
    return Flowable.just(Drafts.toolStarted(call));
  }

  /** The end of what has not ended. */
  Flowable<Draft> failed(Throwable cause) {
    return Flowable.fromIterable(begun.entrySet())
        .map(
            open ->
                Drafts.toolFailed(open.getKey(), conversation.elapsed() - open.getValue(), cause));
  }

  /** What is to be remembered: what has happened untold, and that the rest has not ended. */
  Stream<Function<Instant, Entry>> cut() {
    List<Message> messages = new ArrayList<>();
    untold.forEach(part -> note(part, messages));
    unanswered.forEach(id -> messages.add(Message.tool(id, CUT)));
    return messages.stream().map(message -> time -> Entry.of(message, time));
  }

  private void note(ToolPart part, List<Message> messages) {
    if (part instanceof ToolPart.Asked asked) {
      asked.calls().forEach(call -> unanswered.add(call.id()));
      messages.add(Message.assistant("").calling(asked.calls()));
    } else if (part instanceof ToolPart.Ended ended && unanswered.remove(ended.call().id())) {
      messages.add(Message.tool(ended.call().id(), ended.answer()));
    }
  }

  private Flowable<Draft> over(ToolPart.Ended end) {
    Message answer = Message.tool(end.call().id(), end.answer());
    return remember(answer)
        .concatWith(
            Flowable.fromCallable(
                () -> {
                  unanswered.remove(end.call().id());
                  begun.remove(end.call());
                  return Drafts.toolEnded(end);
                }));
  }

  private Flowable<Draft> remember(Message message) {
    return conversation.remember(time -> Entry.of(message, time), options).toFlowable();
  }
}
