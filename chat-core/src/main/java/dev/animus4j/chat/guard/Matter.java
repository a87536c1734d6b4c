package dev.animus4j.chat.guard;

import dev.animus4j.chat.model.Attachment;
import java.util.List;

/**
 * Something to be judged.
 *
 * @param stage what it is
 * @param conversationId where it is said
 * @param text the words; empty when a user only shows pictures
 * @param attachments the pictures a user shows, as they were sent; {@link Stage#INPUT} only
 * @param complianceViolations what the provider's moderation found in the answer that this is part
 *     of
 */
public record Matter(
    Stage stage,
    String conversationId,
    String text,
    List<Attachment> attachments,
    List<String> complianceViolations) {

  public Matter {
    attachments = List.copyOf(attachments);
    complianceViolations = List.copyOf(complianceViolations);
  }

  /** The same with other words. */
  public Matter saying(String text) {
    return new Matter(stage, conversationId, text, attachments, complianceViolations);
  }
}
