package dev.animus4j.chat.history;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a model is sent of the history: messages only, in an order every provider takes. */
public final class Window {
  private Window() {}

  /**
   * The messages of {@code entries}. Turns of one answer become one message again, joined by a
   * space, or by a blank line next to one of several lines, whichever of them are there; other
   * neighbours of an assistant are joined by a line break, since some providers insist on
   * alternation. Tool calls and their answers are left out unless both are in the window, after
   * something the user said.
   */
  public static List<Message> of(List<Entry> entries) {
    List<Message> messages = new ArrayList<>(entries.size() + 1);
    Entry last = null;
    for (Entry entry : entries) {
      Message message = told(entry);
      if (last != null && joins(last.message(), message)) {
        messages.set(
            messages.size() - 1,
            joined(messages.get(messages.size() - 1), gap(last, entry), message));
      } else {
        messages.add(message);
      }
      last = entry;
    }
    return paired(messages);
  }

  private static Message told(Entry entry) {
    Message message = entry.message();
    return entry.picture() != null ? message : message.saying(ImageTag.disarmed(message.content()));
  }

  private static boolean joins(Message last, Message next) {
    return last.role() == Role.ASSISTANT
        && next.role() == Role.ASSISTANT
        && last.toolCalls().isEmpty();
  }

  private static String gap(Entry last, Entry next) {
    boolean areOne = last.replyId() != null && last.replyId().equals(next.replyId());
    return !areOne ? "\n" : hasLines(last) || hasLines(next) ? "\n\n" : " ";
  }

  private static boolean hasLines(Entry turn) {
    return turn.message().content().indexOf('\n') >= 0;
  }

  private static Message joined(Message one, String gap, Message other) {
    String between = other.content().isEmpty() ? "" : gap;
    return one.saying(one.content() + between + other.content()).calling(other.toolCalls());
  }

  /**
   * Each call right before its answer, whatever was remembered in between. A call without its
   * answer, an answer without its call, or a call before which no user has spoken makes providers
   * refuse the request.
   */
  private static List<Message> paired(List<Message> messages) {
    List<Message> paired = new ArrayList<>(messages.size());
    boolean asked = false;
    for (int at = 0; at < messages.size(); at++) {
      Message message = messages.get(at);
      asked = asked || message.role() == Role.USER;
      if (message.role() != Role.TOOL) {
        List<Message> later = asked ? messages.subList(at + 1, messages.size()) : List.of();
        paired.addAll(answered(message, later));
      }
    }
    return paired;
  }

  private static List<Message> answered(Message message, List<Message> later) {
    List<ToolCall> calls = new ArrayList<>();
    List<Message> answers = new ArrayList<>();
    for (ToolCall call : message.toolCalls()) {
      answer(call, later)
          .ifPresent(
              answer -> {
                calls.add(call);
                answers.add(answer);
              });
    }
    Stream<Message> said = Stream.of(message.calling(calls)).filter(m -> !m.isEmpty());
    return Stream.concat(said, answers.stream()).toList();
  }

  /** Some servers use the same ids again, for calls of a later answer. */
  private static Optional<Message> answer(ToolCall call, List<Message> later) {
    return later.stream()
        .filter(m -> call.id().equals(m.toolCallId()) || ids(m).anyMatch(call.id()::equals))
        .findFirst()
        .filter(m -> m.role() == Role.TOOL);
  }

  private static Stream<String> ids(Message message) {
    return message.toolCalls().stream().map(ToolCall::id);
  }
}
