package dev.animus4j.checks.simulation;

import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.model.Attachment;

/** Verifies that each exchange that failed had a reason to fail. */
final class FailureVerifier {
  private final ConversationVerifier conversationVerifier;
  private final SentMessage sentMessage;

  FailureVerifier(ConversationVerifier conversationVerifier, SentMessage sentMessage) {
    this.conversationVerifier = conversationVerifier;
    this.sentMessage = sentMessage;
  }

  void verify(Failure error, ExchangePhase exchangePhase, ContentVerifier contentVerifier) {
    if (conversationVerifier.mayFail() || sentMessage.isStruck()) {
      return;
    }
    boolean answering =
        exchangePhase == ExchangePhase.ASKED || exchangePhase == ExchangePhase.PAUSED;
    boolean justified =
        answering
            ? mayAnswerFail(error, contentVerifier)
            : mayBeRefused(error, exchangePhase, contentVerifier);
    Invariant.holds(
        justified,
        "%s failed with %s while %s, without a reason",
        sentMessage,
        error,
        exchangePhase);
  }

  private boolean mayAnswerFail(Failure error, ContentVerifier contentVerifier) {
    ReplyVerifier replyVerifier = contentVerifier.replyVerifier();
    String refusal = replyVerifier.refusal();
    return refusal == null
        ? error.kind().equals("timedOut")
            || replyVerifier.hasFailed()
            || isAttachmentLost(contentVerifier)
        : error.kind().equals(refusal);
  }

  /** Whether an image to be sent to the model is lost. */
  private boolean isAttachmentLost(ContentVerifier contentVerifier) {
    FlakyImageStore flakyImageStore = conversationVerifier.world().stores().imageStore();
    return (contentVerifier.isFollowUp()
            ? conversationVerifier.attachments()
            : contentVerifier.attachments())
        .anyMatch(flakyImageStore::isLost);
  }

  private boolean mayBeRefused(
      Failure error, ExchangePhase exchangePhase, ContentVerifier contentVerifier) {
    if (contentVerifier.refusal() != null) {
      return error.kind().equals(contentVerifier.refusal());
    }
    OverlapPolicy.Policy policy = sentMessage.options().overlap().policy();
    boolean patient =
        policy == OverlapPolicy.Policy.INTERRUPT || policy == OverlapPolicy.Policy.DROP_STALE;
    boolean early = exchangePhase == ExchangePhase.BEFORE;
    boolean refused = early && (!patient || sentMessage.message().isEmpty());
    return refused
        || conversationVerifier.messages().stream().anyMatch(FailureVerifier::hasInvalidAttachment);
  }

  /** Whether an attachment is no image; it may have been merged into another message. */
  private static boolean hasInvalidAttachment(SentMessage sentMessage) {
    return sentMessage.message().attachments().stream()
        .anyMatch(shown -> shown instanceof Attachment.Data data && data.bytes().length < 9);
  }
}
