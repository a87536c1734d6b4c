package dev.animus4j.chat.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a model said in two answers to one question, as one. */
final class JoinedReply {
  private static final String GAP = "\n\n";

  private JoinedReply() {}

  /** All of both; of calls, promises and what is next, what was said last. */
  static ChatReply of(ChatReply first, ChatReply second) {
    return new ChatReply(
        words(first.content(), second.content()),
        thoughts(first, second),
        turns(first, second),
        second.next(),
        second.promised() == null ? first.promised() : second.promised(),
        second.toolCalls(),
        both(first, second).flatMap(r -> r.complianceViolations().stream()).distinct().toList(),
        second.account().counting(first.account().usage()),
        both(first, second).flatMap(r -> r.pictures().stream()).toList());
  }

  /** Sets the words of the next answer apart from those of this one. */
  static Opening after(@Nullable ChatReply said) {
    return new Opening(said == null || said.content().isBlank() ? "" : GAP);
  }

  private static String words(String first, String second) {
    if (first.isBlank()) {
      return second;
    }
    return second.isBlank() ? first : first + GAP + second;
  }

  private static @Nullable String thoughts(ChatReply first, ChatReply second) {
    String all =
        both(first, second)
            .flatMap(reply -> Stream.ofNullable(reply.reasoning()))
            .collect(Collectors.joining(GAP));
    return all.isEmpty() ? null : all;
  }

  private static List<String> turns(ChatReply first, ChatReply second) {
    boolean none = both(first, second).allMatch(reply -> reply.turns().isEmpty());
    return none ? List.of() : both(first, second).flatMap(JoinedReply::turns).toList();
  }

  private static Stream<String> turns(ChatReply reply) {
    boolean whole = reply.turns().isEmpty() && !reply.content().isBlank();
    return whole ? Stream.of(reply.content()) : reply.turns().stream();
  }

  private static Stream<ChatReply> both(ChatReply first, ChatReply second) {
    return Stream.of(first, second);
  }
}
