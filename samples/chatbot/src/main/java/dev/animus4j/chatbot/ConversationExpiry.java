package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases every hour the conversations that nobody can use any more: their sessions have expired.
 */
record ConversationExpiry(SessionDatabase sessions, ConversationErasure erasure, Scheduler clock) {
  private static final Logger LOG = LoggerFactory.getLogger(ConversationExpiry.class);
  private static final Duration AGE = RevokedSessions.AGE.plusDays(1);
  private static final int BATCH = 100;

  Disposable start() {
    return Flowable.interval(0, 1, TimeUnit.HOURS, clock)
        .onBackpressureDrop()
        .concatMapCompletable(hour -> eraseExpired().onErrorComplete(this::logFailure), 1)
        .subscribe();
  }

  private boolean logFailure(Throwable failure) {
    LOG.warn("Not all expired conversations were erased: {}", failure.toString());
    return true;
  }

  Completable eraseExpired() {
    Instant oldest = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).minus(AGE);
    return sessions.unusedSince(oldest, BATCH).flatMapCompletable(this::erase);
  }

  private Completable erase(List<String> expired) {
    return Flowable.fromIterable(expired)
        .concatMapCompletable(erasure::erase)
        .andThen(
            expired.size() < BATCH
                ? Completable.complete()
                : Completable.defer(this::eraseExpired));
  }
}
