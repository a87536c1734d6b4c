package dev.animus4j.chat.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a model has come with its tools.
 *
 * @param request what it is asked next
 * @param said what it said in the rounds before; null in the first
 * @param rounds how many are left
 * @param calls how many are left
 */
record ToolRounds(ChatRequest request, @Nullable ChatReply said, int rounds, int calls) {

  static ToolRounds of(ChatRequest request) {
    ToolLimits limits = request.features().toolLimits();
    return new ToolRounds(request, null, limits.rounds(), limits.calls());
  }

  /** Whether it has to answer now. */
  boolean areOver() {
    return rounds == 0 || calls == 0;
  }

  ChatReply joined(ChatReply reply) {
    return said == null ? reply : JoinedReply.of(said, reply);
  }

  /** As many as may be made, each with an id of its own: not all servers give one. */
  List<ToolCall> taken(List<ToolCall> asked) {
    Set<String> ids = new HashSet<>();
    List<ToolCall> taken = new ArrayList<>();
    for (ToolCall call : asked.subList(0, Math.min(calls, asked.size()))) {
      ToolCall own = call;
      while (own.id().isBlank() || !ids.add(own.id())) {
        own = own.id("call" + taken.size() + "_" + own.id());
      }
      taken.add(own);
    }
    return taken;
  }

  /** What follows when this reply asked for these calls, and these are the answers, by id. */
  ToolRounds after(ChatReply reply, List<ToolCall> called, Map<String, String> answers) {
    List<Message> messages = new ArrayList<>(request.messages());
    messages.add(goingOn(messages, reply.content()).calling(called));
    called.forEach(
        call -> messages.add(Message.tool(call.id(), String.valueOf(answers.get(call.id())))));
    ToolRounds next = new ToolRounds(request, joined(reply), rounds - 1, calls - called.size());
    return next.asking(messages);
  }

  /** A model that goes on unasked goes on in its last message: some providers take no second. */
  private static Message goingOn(List<Message> messages, String said) {
    String words = said.isBlank() ? "" : said;
    Message last = messages.get(messages.size() - 1);
    if (last.role() != Role.ASSISTANT) {
      return Message.assistant(words);
    }
    messages.remove(messages.size() - 1);
    return words.isEmpty() ? last : last.saying(last.content() + "\n" + words);
  }

  private ToolRounds asking(List<Message> messages) {
    Features features =
        request.features().toolChoice(areOver() ? ToolChoice.NONE : ToolChoice.AUTO);
    return new ToolRounds(request.messages(messages).features(features), said, rounds, calls);
  }
}
