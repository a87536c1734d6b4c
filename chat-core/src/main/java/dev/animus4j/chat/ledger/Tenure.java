package dev.animus4j.chat.ledger;

import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import java.util.List;

/**
 * Right to write to one conversation, until somebody else claims it. Its owner writes one step at a
 * time.
 */
public interface Tenure {

  /** The conversation as it was when it was claimed. */
  Head head();

  /**
   * Writes a step: all of it or nothing.
   *
   * @return completes when the step is safely stored. Fails with
   *     <ul>
   *       <li>{@link dev.animus4j.failure.AnimusException.InvalidRequest} when the step can never
   *           be stored; nothing was, and other steps may follow;
   *       <li>{@link dev.animus4j.failure.TakenOver} when somebody else has claimed or erased the
   *           conversation; nothing was stored;
   *       <li>{@link dev.animus4j.failure.StoreLostData} when the database has lost steps that it
   *           had confirmed;
   *       <li>another failure, after which the step is stored or not: only a new claim can tell.
   *     </ul>
   */
  @CheckReturnValue
  Completable write(Step step);

  /**
   * State of a conversation at its claim.
   *
   * @param epoch grows with each claim of the conversation, also after it was erased
   * @param position the highest position of an entry so far; 0 for none
   * @param sequence of the last event that is stored; 0 for none
   * @param reserved the highest sequence that may have been told; 0 when it is {@code sequence}
   * @param running the ids of its running exchanges, oldest first; those of an earlier tenure
   */
  record Head(long epoch, long position, long sequence, long reserved, List<String> running) {

    /** Copies the list. */
    public Head {
      running = List.copyOf(running);
    }
  }
}
