package dev.animus4j.checks.simulation;

import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what every provider requires: the order of roles, no empty message, no tool call without
 * a result.
 */
final class RequestVerifier {
  private RequestVerifier() {}

  static void verify(ChatRequest request, SentMessage sentMessage) {
    List<Message> all = request.messages();
    Invariant.holds(
        all.get(0).equals(Message.system(RandomOptions.SYSTEM)), "no system message: %s", all);
    List<Message> messages = all.subList(1, all.size());
    for (int i = 0; i < messages.size(); i++) {
      verify(messages, i);
    }
    Boolean streaming = request.streaming();
    boolean whole = !sentMessage.conversation().world().guardrail().hasStage(GuardrailStage.OUTPUT);
    Invariant.holds(
        whole || (streaming != null && !streaming), "streams before it is judged: %s", sentMessage);
    EventGrammar eventGrammar = sentMessage.grammar();
    if (eventGrammar != null && eventGrammar.content().replyVerifier().isNotStarted()) {
      verifyFirst(messages, sentMessage, eventGrammar.content());
    }
  }

  private static void verifyFirst(
      List<Message> messages, SentMessage sentMessage, ContentVerifier contentVerifier) {
    int size = sentMessage.options().maxHistoryMessages();
    List<HistoryEntry> window = sentMessage.window();
    Invariant.holds((window != null) == (size > 0), "%s sees %s", sentMessage, window);
    String summary = summaryText(window == null ? List.of() : window);
    if (summary != null) {
      Invariant.holds(
          messages.get(1).content().startsWith(summary), "no summary '%s': %s", summary, messages);
    }
    verify(
        summary == null ? messages : messages.subList(2, messages.size()), size, contentVerifier);
  }

  /** The summary it begins with; null if there is none. Users may have edited its role. */
  private static @Nullable String summaryText(List<HistoryEntry> window) {
    HistoryEntry first = window.isEmpty() ? null : window.get(0);
    return first != null
            && first.summary()
            && first.isSent()
            && first.message().role() == Role.ASSISTANT
        ? first.message().content()
        : null;
  }

  /**
   * At most as many messages as configured, but all since the last user message, and images that
   * are still being generated. The first request ends with the message to answer; later rounds only
   * append to that.
   */
  private static void verify(
      List<Message> messages, int historySize, ContentVerifier contentVerifier) {
    int limit = Math.max(1, historySize);
    boolean newest = messages.stream().filter(m -> m.role() == Role.USER).count() <= 1;
    long images =
        messages.stream().filter(m -> m.content().startsWith("<image description=")).count();
    Invariant.holds(
        newest || messages.size() - images <= limit,
        "%d of %d messages: %s",
        messages.size(),
        limit,
        messages);
    if (!contentVerifier.isFollowUp()) {
      String expected = contentVerifier.userText();
      Message last = messages.get(messages.size() - 1);
      boolean matches = last.role() == Role.USER && last.content().equals(expected);
      matches &= last.attachments().size() == contentVerifier.attachments().count();
      Invariant.holds(matches, "'%s' is to be answered, not %s", expected, messages);
    }
  }

  private static void verify(List<Message> messages, int at) {
    Message message = messages.get(at);
    Message before = at == 0 ? Message.user("") : messages.get(at - 1);
    Invariant.holds(message.role() != Role.SYSTEM, "a second system message: %s", messages);
    Invariant.holds(!message.isEmpty(), "number %d says nothing: %s", at, messages);
    boolean twice = message.role() == Role.ASSISTANT && before.role() == Role.ASSISTANT;
    Invariant.holds(!twice, "an assistant at %d after an assistant: %s", at, messages);
    long ids = message.toolCalls().stream().map(ToolCall::id).distinct().count();
    Invariant.holds(ids == message.toolCalls().size(), "calls with one id at %d: %s", at, messages);
    message
        .toolCalls()
        .forEach(call -> Invariant.holds(isAnswered(call, messages, at), "open: %s", messages));
    if (message.role() == Role.TOOL) {
      Invariant.holds(isCalled(message, messages, at), "no call for %d: %s", at, messages);
    }
  }

  /** Whether one of the tool messages that follow answers the call. */
  private static boolean isAnswered(ToolCall call, List<Message> messages, int at) {
    return messages.subList(at + 1, messages.size()).stream()
        .takeWhile(message -> message.role() == Role.TOOL)
        .anyMatch(message -> call.id().equals(message.toolCallId()));
  }

  private static boolean isCalled(Message answer, List<Message> messages, int at) {
    int caller = at - 1;
    while (caller > 0 && messages.get(caller).role() == Role.TOOL) {
      caller--;
    }
    return caller >= 0
        && messages.get(caller).toolCalls().stream()
            .anyMatch(call -> Objects.equals(call.id(), answer.toolCallId()));
  }
}
