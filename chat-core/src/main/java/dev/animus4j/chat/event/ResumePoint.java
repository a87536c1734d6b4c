package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;

/**
 * Point at which a subscriber goes on.
 *
 * @param last the sequence of the last event that it received
 * @param published the highest sequence that is known to have been published: an archive has an
 *     event a moment before that. An event that is not above it is old, or begins anew
 */
record ResumePoint(String conversationId, long last, long published) {

  /** The point after an event that was published. */
  ResumePoint afterPublished(long sequence) {
    return new ResumePoint(conversationId, sequence, sequence);
  }

  /** The point after an event that was read from the archive. */
  ResumePoint afterArchived(long sequence) {
    return new ResumePoint(conversationId, sequence, published);
  }

  /** The same point, of which no more is published than up to this sequence. */
  ResumePoint publishedUpTo(long sequence) {
    return new ResumePoint(conversationId, last, Math.min(published, sequence));
  }

  /** The failure of a subscriber that cannot go on there. */
  AnimusException notKept() {
    String what = "the events after " + last + " are not kept any more";
    return new AnimusException.InvalidRequest(FailureOrigin.of(conversationId), what);
  }
}
