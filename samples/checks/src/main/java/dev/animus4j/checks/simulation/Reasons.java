package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Overlap;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.model.Attachment;

/** Why an exchange may fail: none does without a reason. */
final class Reasons {
  private final Talk talk;
  private final Send send;

  Reasons(Talk talk, Send send) {
    this.talk = talk;
    this.send = send;
  }

  void judge(Failure error, Story.Act act, Content content) {
    if (talk.mayFail() || send.isStruck()) {
      return;
    }
    boolean asked = act == Story.Act.ASKED || act == Story.Act.PAUSED;
    boolean right = asked ? mayAnswerFail(error, content) : mayBeRefused(error, act, content);
    Rule.that(right, "%s failed with %s while %s, without a reason", send, error, act);
  }

  private boolean mayAnswerFail(Failure error, Content content) {
    Answering answering = content.answering();
    String refusal = answering.refusal();
    return refusal == null
        ? error.kind().equals("timedOut") || answering.isBroken() || isBlind(content)
        : error.kind().equals(refusal);
  }

  /** Whether a picture is gone that is to be looked at now. */
  private boolean isBlind(Content content) {
    Album album = talk.world().stores().album();
    return (content.isFollowUp() ? talk.shown() : content.shown()).anyMatch(album::hasLost);
  }

  private boolean mayBeRefused(Failure error, Story.Act act, Content content) {
    if (content.refusal() != null) {
      return error.kind().equals(content.refusal());
    }
    Overlap.Policy policy = send.options().overlap().policy();
    boolean patient = policy == Overlap.Policy.INTERRUPT || policy == Overlap.Policy.DROP_STALE;
    boolean early = act == Story.Act.BEFORE;
    boolean refused = early && (!patient || send.message().isEmpty());
    return refused || talk.sends().stream().anyMatch(Reasons::showsNothing);
  }

  /** Whether what it shows is no picture; it may have become part of another message. */
  private static boolean showsNothing(Send send) {
    return send.message().attachments().stream()
        .anyMatch(shown -> shown instanceof Attachment.File file && file.bytes().length < 9);
  }
}
