package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.ToolRunUpdate;
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

/** Emits the events of tool calls, and appends calls and results to the history. */
final class ToolCallRecorder {
  static final String CUT_SHORT = "The call was cut short. Nobody knows whether it had an effect.";

  private final ConversationState conversation;
  private final ChatOptions options;
  private final Deque<ToolRunUpdate> pendingParts = new ArrayDeque<>(1);
  private final Set<String> openCallIds = new LinkedHashSet<>();
  private final Map<ToolCall, Long> startTimes = new LinkedHashMap<>();

  ToolCallRecorder(ConversationState conversation, ChatOptions options) {
    this.conversation = conversation;
    this.options = options;
  }

  /** Buffers a part whose event is emitted later, in order. */
  void buffer(ToolRunUpdate update) {
    pendingParts.add(update);
  }

  Flowable<UnstampedEvent> partEvents(ToolRunUpdate update) {
    pendingParts.remove(update);
    if (update instanceof ToolRunUpdate.Requested requested) {
      requested.calls().forEach(call -> openCallIds.add(call.id()));
      return conversation
          .recorder()
          .append(List.of(entry(message(requested))), Recorder.UNCHANGED, options)
          .toFlowable();
    } else if (update instanceof ToolRunUpdate.Ended ended) {
      return endEvents(ended);
    }
    ToolCall call = ((ToolRunUpdate.Started) update).call();
    startTimes.put(call, conversation.elapsedMillis());
    return Flowable.just(UnstampedEvents.toolCallStarted(call));
  }

  /** The failure events of the calls that have started and not ended. */
  Flowable<UnstampedEvent> failureEvents(Throwable cause) {
    return Flowable.fromIterable(startTimes.entrySet())
        .map(
            open ->
                UnstampedEvents.toolCallFailed(
                    open.getKey(), conversation.elapsedMillis() - open.getValue(), cause));
  }

  /**
   * History entries for the buffered parts, and a "cut short" result for every call without one.
   */
  Stream<Function<Instant, HistoryEntry>> pendingEntries() {
    List<Message> messages = new ArrayList<>();
    pendingParts.forEach(update -> collectMessages(update, messages));
    openCallIds.forEach(id -> messages.add(Message.tool(id, CUT_SHORT)));
    return messages.stream().map(ToolCallRecorder::entry);
  }

  private static Function<Instant, HistoryEntry> entry(Message message) {
    return time -> HistoryEntry.of(message, time);
  }

  private void collectMessages(ToolRunUpdate update, List<Message> messages) {
    if (update instanceof ToolRunUpdate.Requested requested) {
      requested.calls().forEach(call -> openCallIds.add(call.id()));
      messages.add(message(requested));
    } else if (update instanceof ToolRunUpdate.Ended ended
        && openCallIds.remove(ended.call().id())) {
      messages.add(Message.tool(ended.call().id(), ended.answer()));
    }
  }

  private static Message message(ToolRunUpdate.Requested requested) {
    return Message.assistant("").withToolCalls(requested.calls()).withState(requested.state());
  }

  private Flowable<UnstampedEvent> endEvents(ToolRunUpdate.Ended end) {
    Message answer = Message.tool(end.call().id(), end.answer());
    return conversation
        .recorder()
        .append(List.of(entry(answer)), UnstampedEvents.toolCallEnded(end), options)
        .doOnNext(
            stored -> {
              openCallIds.remove(end.call().id());
              startTimes.remove(end.call());
            });
  }
}
