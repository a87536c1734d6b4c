package dev.animus4j.chatbot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions that were ended before they expired: nothing is run or stored for them any more. */
final class RevokedSessions {
  /** How long an unused session is valid. */
  static final Duration AGE = Duration.ofDays(30);

  /** More than any commit or clock is late. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final Cache<String, Boolean> ended =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(AGE).build();

  private final SessionDatabase database;

  /** Those that were ended before, also by an earlier process. Blocks. */
  RevokedSessions(SessionDatabase database) {
    this.database = database;
    add(database.forgetEnded(AGE).andThen(database.endedWithin(AGE)).blockingGet());
  }

  private void add(List<String> sessions) {
    sessions.forEach(session -> ended.put(session, true));
  }

  /** Ends a session at once; completes when that will outlive the process. */
  Completable add(String session) {
    ended.put(session, true);
    return database.end(session);
  }

  /**
   * Learns every second which sessions were ended at other nodes, until it is disposed; what was
   * ended while the database was away is learnt afterwards.
   */
  Disposable follow(Scheduler clock) {
    AtomicLong latest = new AtomicLong(clock.now(TimeUnit.SECONDS));
    return Flowable.interval(1, TimeUnit.SECONDS, clock)
        .onBackpressureDrop()
        .concatMapCompletable(tick -> learn(latest, clock.now(TimeUnit.SECONDS)), 1)
        .subscribe();
  }

  private Completable learn(AtomicLong latest, long now) {
    return database
        .endedWithin(OVERLAP.plusSeconds(now - latest.get()))
        .doOnSuccess(this::add)
        .doOnSuccess(sessions -> latest.set(now))
        .ignoreElement()
        .onErrorComplete();
  }

  /** Fails if the session was ended, here or at another node. */
  Completable requireValid(String session) {
    return database
        .isEndedElsewhere(session)
        .flatMapCompletable(
            isEnded ->
                isEnded || contains(session)
                    ? Completable.error(Problem.conversationDeleted())
                    : Completable.complete());
  }

  boolean contains(String session) {
    return ended.getIfPresent(session) != null;
  }
}
