package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which session has which conversations, when these were used last, and which sessions were ended.
 */
interface SessionDatabase {

  /** Records that a conversation of a session is used now. */
  Completable put(String session, String conversation, Instant now);

  Completable remove(String conversation);

  Single<List<String>> conversations(String session);

  /** At most so many conversations that were not used since. */
  Single<List<String>> unusedSince(Instant time, int limit);

  /** Records that a session was ended. */
  Completable end(String session);

  /** Whether a session was ended at another node. */
  Single<Boolean> isEndedElsewhere(String session);

  /** The sessions that were ended in this time, by the clock of the database. */
  Single<List<String>> endedWithin(Duration age);

  /** Forgets the sessions that were ended longer ago. */
  Completable forgetEnded(Duration age);

  /** Closes it after what was to be written before. */
  Completable closeAsync();
}
