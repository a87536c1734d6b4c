package dev.animus4j.chat.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State of a {@link ToolLoop} before a request.
 *
 * @param request the next request
 * @param previousResponse the concatenated responses of earlier rounds; null in the first
 * @param rounds number of rounds left
 * @param calls number of calls left
 */
record ToolLoopState(
    ChatRequest request, @Nullable ChatResponse previousResponse, int rounds, int calls) {

  static ToolLoopState of(ChatRequest request) {
    ToolLimits limits = request.features().toolLimits();
    return new ToolLoopState(request, null, limits.maxRounds(), limits.maxCalls());
  }

  /** Whether a limit is reached, so that no more calls are run. */
  boolean isExhausted() {
    return rounds == 0 || calls == 0;
  }

  ChatResponse join(ChatResponse response) {
    return previousResponse == null
        ? response
        : ConcatenatedResponse.of(previousResponse, response);
  }

  /** The calls within the limit, each with a unique id: not all servers give one. */
  List<ToolCall> limitCalls(List<ToolCall> requested) {
    Set<String> ids = new HashSet<>();
    List<ToolCall> accepted = new ArrayList<>();
    for (ToolCall call : requested.subList(0, Math.min(calls, requested.size()))) {
      ToolCall own = call;
      for (int at = accepted.size(); own.id().isBlank() || !ids.add(own.id()); at++) {
        own = own.withId(String.format("call%05d", at));
      }
      accepted.add(own);
    }
    return accepted;
  }

  /** The state after this response, these calls and their results by id. */
  ToolLoopState next(ChatResponse response, List<ToolCall> called, Map<String, String> results) {
    List<Message> messages = new ArrayList<>(request.messages());
    messages.add(
        assistantMessage(messages, response.content())
            .withToolCalls(called)
            .withState(response.metadata().state()));
    called.forEach(
        call -> messages.add(Message.tool(call.id(), String.valueOf(results.get(call.id())))));
    ToolLoopState next =
        new ToolLoopState(request, join(response), rounds - 1, calls - called.size());
    return next.withMessages(messages);
  }

  /** Continues a trailing assistant message: some providers reject two in a row. */
  private static Message assistantMessage(List<Message> messages, String content) {
    String text = content.isBlank() ? "" : content;
    Message last = messages.get(messages.size() - 1);
    if (last.role() != Role.ASSISTANT) {
      return Message.assistant(text);
    }
    messages.remove(messages.size() - 1);
    return text.isEmpty() ? last : last.withContent(last.content() + "\n" + text);
  }

  private ToolLoopState withMessages(List<Message> messages) {
    RequestedFeatures features =
        request.features().withToolChoice(isExhausted() ? ToolChoice.NONE : ToolChoice.AUTO);
    return new ToolLoopState(
        request.withMessages(messages).withFeatures(features), previousResponse, rounds, calls);
  }
}
