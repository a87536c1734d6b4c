package dev.animus4j.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Exchanges of a conversation that are being recorded. When they are cut off, the conversation is
 * claimed again as soon as the ledger is back, which ends them there.
 */
final class ActiveRecordings {
  private static final long MIN_DELAY_MILLIS = 1_000;
  private static final long MAX_DELAY_MILLIS = 30_000;

  private final ConversationState conversation;
  private final Runnable claim;
  private final Set<ExchangeRecording> recordings = new LinkedHashSet<>();
  private boolean unfinished;
  private boolean scheduled;
  private long delay = MIN_DELAY_MILLIS;

  ActiveRecordings(ConversationState conversation, Runnable claim) {
    this.conversation = conversation;
    this.claim = claim;
  }

  void add(ExchangeRecording recording) {
    recordings.add(recording);
  }

  void remove(ExchangeRecording recording) {
    recordings.remove(recording);
  }

  /** Whether nothing is being recorded, and nothing is stored as running. */
  boolean areNone() {
    return recordings.isEmpty() && !unfinished;
  }

  /**
   * Cuts off all of them, with what waits to be stored. They are stopped first: the end of one may
   * let another start, of which nothing is to be recorded either.
   */
  void cut(RecordQueue queue, Throwable cause) {
    List<ExchangeRecording> stopped = List.copyOf(recordings);
    stopped.forEach(ExchangeRecording::stop);
    List<PendingRecord> dropped = queue.clear();
    stopped.forEach(recording -> recording.cut(cause));
    dropped.forEach(it -> it.listener().onFailure(cause));
  }

  /** Whether exchanges are stored as running that are not. */
  boolean areUnfinished() {
    return unfinished;
  }

  /** Sets whether exchanges are stored as running that are not. */
  void setUnfinished(boolean unfinished) {
    this.unfinished = unfinished;
    if (!unfinished) {
      delay = MIN_DELAY_MILLIS;
    } else if (!scheduled && !isClosing()) {
      scheduled = true;
      conversation.scheduler().scheduleDirect(this::claimAgain, delay, TimeUnit.MILLISECONDS);
      delay = Math.min(2 * delay, MAX_DELAY_MILLIS);
    }
  }

  private boolean isClosing() {
    return conversation.components().closing().hasThrowable();
  }

  private void claimAgain() {
    scheduled = false;
    if (unfinished && !isClosing()) {
      claim.run();
    }
  }
}
