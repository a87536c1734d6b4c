package dev.animus4j.checks.simulation;

import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What every provider takes: an order of roles, nothing empty, no call without its answer. */
final class ValidRequest {
  private ValidRequest() {}

  static void judge(ChatRequest request, Send send) {
    List<Message> all = request.messages();
    Rule.that(all.get(0).equals(Message.system(Manners.SYSTEM)), "no system message: %s", all);
    List<Message> said = all.subList(1, all.size());
    for (int i = 0; i < said.size(); i++) {
      judge(said, i);
    }
    Boolean streaming = request.streaming();
    boolean whole = !send.talk().world().sentinel().isFor(Stage.OUTPUT);
    Rule.that(whole || (streaming != null && !streaming), "streams before it is judged: %s", send);
    Story story = send.story();
    if (story != null && story.content().answering().isNotBegun()) {
      judgeFirst(said, send, story.content());
    }
  }

  private static void judgeFirst(List<Message> said, Send send, Content content) {
    int size = send.options().historySize();
    List<Entry> window = send.window();
    Rule.that((window != null) == (size > 0), "%s sees %s", send, window);
    String notes = notes(window == null ? List.of() : window);
    if (notes != null) {
      Rule.that(said.get(1).content().startsWith(notes), "no summary '%s': %s", notes, said);
    }
    judge(notes == null ? said : said.subList(2, said.size()), size, content);
  }

  /**
   * The summary that it begins with; null if there is none. Users may make something else of it.
   */
  private static @Nullable String notes(List<Entry> window) {
    Entry first = window.isEmpty() ? null : window.get(0);
    return first != null && first.summary() && first.message().role() == Role.ASSISTANT
        ? first.message().content()
        : null;
  }

  /**
   * As much as shall be remembered, but all since the user spoke. A model that is asked for an
   * answer is told to what; later rounds only add to that.
   */
  private static void judge(List<Message> said, int historySize, Content content) {
    int most = Math.max(1, historySize);
    boolean newest = said.stream().filter(m -> m.role() == Role.USER).count() <= 1;
    Rule.that(newest || said.size() <= most, "%d of %d messages: %s", said.size(), most, said);
    if (!content.isFollowUp()) {
      String asked = content.said();
      Message last = said.get(said.size() - 1);
      boolean right = last.role() == Role.USER && last.content().equals(asked);
      right &= last.attachments().size() == content.shown().count();
      Rule.that(right, "'%s' is to be answered, not %s", asked, said);
    }
  }

  private static void judge(List<Message> said, int at) {
    Message message = said.get(at);
    Message before = at == 0 ? Message.user("") : said.get(at - 1);
    Rule.that(message.role() != Role.SYSTEM, "a second system message: %s", said);
    Rule.that(!message.isEmpty(), "number %d says nothing: %s", at, said);
    boolean twice = message.role() == Role.ASSISTANT && before.role() == Role.ASSISTANT;
    Rule.that(!twice, "an assistant at %d after an assistant: %s", at, said);
    long ids = message.toolCalls().stream().map(ToolCall::id).distinct().count();
    Rule.that(ids == message.toolCalls().size(), "calls with one id at %d: %s", at, said);
    message.toolCalls().forEach(call -> Rule.that(isAnswered(call, said, at), "open: %s", said));
    if (message.role() == Role.TOOL) {
      Rule.that(isCalled(message, said, at), "no call for %d: %s", at, said);
    }
  }

  /** By one of the tool messages that come at once. */
  private static boolean isAnswered(ToolCall call, List<Message> said, int at) {
    return said.subList(at + 1, said.size()).stream()
        .takeWhile(message -> message.role() == Role.TOOL)
        .anyMatch(message -> call.id().equals(message.toolCallId()));
  }

  private static boolean isCalled(Message answer, List<Message> said, int at) {
    int caller = at - 1;
    while (caller > 0 && said.get(caller).role() == Role.TOOL) {
      caller--;
    }
    return caller >= 0
        && said.get(caller).toolCalls().stream()
            .anyMatch(call -> Objects.equals(call.id(), answer.toolCallId()));
  }
}
