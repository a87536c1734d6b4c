package dev.animus4j.chat.guard;

import dev.animus4j.chat.model.Attachment;
import java.util.List;

/**
 * Content to be judged.
 *
 * @param stage the kind of content
 * @param conversationId id of its conversation
 * @param text the text; empty when a user message has only images
 * @param attachments the images of a user message, as they were sent; {@link GuardrailStage#INPUT}
 *     only
 * @param complianceViolations findings of the provider's moderation in the response it is part of
 */
public record GuardrailInput(
    GuardrailStage stage,
    String conversationId,
    String text,
    List<Attachment> attachments,
    List<String> complianceViolations) {

  public GuardrailInput {
    attachments = List.copyOf(attachments);
    complianceViolations = List.copyOf(complianceViolations);
  }

  /** The same with this text. */
  public GuardrailInput withText(String text) {
    return new GuardrailInput(stage, conversationId, text, attachments, complianceViolations);
  }
}
