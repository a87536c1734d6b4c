package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import java.util.List;
import java.util.function.Predicate;

/**
 * Verifies the events of one exchange against the history: stored first, then published, in order.
 */
final class HistoryVerifier {
  private final ConversationVerifier conversationVerifier;
  private final SentMessage sentMessage;
  private int last = -1;

  HistoryVerifier(ConversationVerifier conversationVerifier, SentMessage sentMessage) {
    this.conversationVerifier = conversationVerifier;
    this.sentMessage = sentMessage;
  }

  ToolCallVerifier tools() {
    return new ToolCallVerifier(conversationVerifier, sentMessage);
  }

  long now() {
    return conversationVerifier.now();
  }

  void verifyUserMessage(MessageReceived event) {
    verifyStored(
        entry ->
            entry.message().role() == Role.USER
                && entry.message().content().equals(event.content())
                && imageTags(entry.message()).equals(event.images().toString()),
        event);
  }

  private static String imageTags(Message message) {
    return message.attachments().stream()
        .map(a -> ((Attachment.Reference) a).location())
        .toList()
        .toString();
  }

  void verifyAnswer(MessageCompleted event, boolean isLast) {
    if (!event.content().isBlank() || !event.toolCalls().isEmpty()) {
      verifyStored(
          entry ->
              isAnswer(entry, event.content())
                  && !entry.interrupted()
                  && entry.message().toolCalls().equals(isLast ? event.toolCalls() : List.of()),
          event);
    }
  }

  /** Verifies the partial text of a response that broke off, ignoring white space. */
  void verifyPartialText(String text) {
    if (!text.isBlank()) {
      String dense = TurnText.withoutWhitespace(text);
      verifyStored(
          entry ->
              entry.interrupted()
                  && entry.message().role() == Role.ASSISTANT
                  && TurnText.withoutWhitespace(entry.message().content()).equals(dense),
          text);
    }
  }

  boolean mayFail() {
    return conversationVerifier.mayFail();
  }

  /** Allows the partial text to be stored, if the store fails. */
  void allowPartialText(String words) {
    String dense = TurnText.withoutWhitespace(words);
    int unused =
        conversationVerifier.storedConversation().settle(entry -> isPart(entry, dense), last);
  }

  private static boolean isPart(HistoryEntry entry, String words) {
    return entry.interrupted()
        && words.contains(TurnText.withoutWhitespace(entry.message().content()));
  }

  void verifyImage(ImageGenerationCompleted event) {
    verifyStored(
        entry ->
            entry.picture() != null
                && entry.picture().location().equals(event.picture().imageUrl()),
        event);
  }

  private static boolean isAnswer(HistoryEntry entry, String text) {
    Message message = entry.message();
    return message.role() == Role.ASSISTANT
        && entry.picture() == null
        && message.content().equals(text);
  }

  private void verifyStored(Predicate<HistoryEntry> entry, Object event) {
    if (sentMessage.options().maxHistoryMessages() == 0) {
      return;
    }
    int after = Math.max(last, conversationVerifier.lastSettled());
    int found = conversationVerifier.storedConversation().settle(entry, after);
    boolean excused = found < 0 && conversationVerifier.storedConversation().takeRefused(entry);
    Invariant.holds(found >= 0 || excused, "not remembered, or not in order: %s", event);
    last = Math.max(last, found);
    conversationVerifier.settle(found);
  }
}
