package dev.animus4j.chat.provider.openai;

import java.util.List;

/** Fields that Animus adds to a response, collected from its chunks: of each, the latest. */
final class AnimusFields {
  private List<String> turns = List.of();
  private List<String> violations = List.of();
  private boolean next;
  private String imagePrompt = "";

  void add(CompletionView chunk) {
    CompletionView.MessageJson message = chunk.message();
    List<String> found = chunk.complianceViolations();
    violations = found.isEmpty() ? violations : found;
    turns = message.turns() == null ? turns : message.turns();
    next = message.next() == null ? next : message.next();
    imagePrompt = MetadataAssembler.lastNonEmpty(imagePrompt, message.imagePrompt());
  }

  List<String> turns() {
    return turns;
  }

  List<String> violations() {
    return violations;
  }

  boolean next() {
    return next;
  }

  String imagePrompt() {
    return imagePrompt;
  }
}
