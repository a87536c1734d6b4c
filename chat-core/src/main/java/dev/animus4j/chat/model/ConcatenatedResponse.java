package dev.animus4j.chat.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Concatenates two responses to one request. */
final class ConcatenatedResponse {
  private static final String GAP = "\n\n";

  private ConcatenatedResponse() {}

  /**
   * Texts, images and usage of both; tool calls, promise, follow-up, provider and model are the
   * latest.
   */
  static ChatResponse of(ChatResponse first, ChatResponse second) {
    return new ChatResponse(
        content(first.content(), second.content()),
        reasoning(first, second),
        turns(first, second),
        second.next(),
        second.promisedImage() == null ? first.promisedImage() : second.promisedImage(),
        second.toolCalls(),
        replies(first, second).flatMap(r -> r.complianceViolations().stream()).distinct().toList(),
        second.metadata().plusUsage(first.metadata().usage()),
        replies(first, second).flatMap(r -> r.images().stream()).toList(),
        second.alternatives());
  }

  /** A filter that separates the text of the next response from that of this one. */
  static LeadingWhitespaceFilter whitespaceFilter(@Nullable ChatResponse previous) {
    return new LeadingWhitespaceFilter(previous == null || previous.content().isBlank() ? "" : GAP);
  }

  private static String content(String first, String second) {
    if (first.isBlank()) {
      return second;
    }
    return second.isBlank() ? first : first + GAP + second;
  }

  private static @Nullable String reasoning(ChatResponse first, ChatResponse second) {
    String all =
        replies(first, second)
            .flatMap(response -> Stream.ofNullable(response.reasoning()))
            .collect(Collectors.joining(GAP));
    return all.isEmpty() ? null : all;
  }

  private static List<String> turns(ChatResponse first, ChatResponse second) {
    boolean none = replies(first, second).allMatch(response -> response.turns().isEmpty());
    return none ? List.of() : replies(first, second).flatMap(ConcatenatedResponse::turns).toList();
  }

  private static Stream<String> turns(ChatResponse response) {
    boolean whole = response.turns().isEmpty() && !response.content().isBlank();
    return whole ? Stream.of(response.content()) : response.turns().stream();
  }

  private static Stream<ChatResponse> replies(ChatResponse first, ChatResponse second) {
    return Stream.of(first, second);
  }
}
