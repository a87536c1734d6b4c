package dev.animus4j.chat;

import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerRetention;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background work of a client on its ledger: it ends what an earlier process left running, and then
 * drops every hour what is not kept any longer.
 */
record LedgerMaintenance(
    Ledger ledger,
    LedgerRetention retention,
    ImageDeletion images,
    Function<String, ConversationState> conversations,
    Scheduler clock) {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerMaintenance.class);
  private static final int BATCH = 100;
  private static final int CONCURRENCY = 8;
  private static final long RETRY_SECONDS = 5;

  Disposable start() {
    return Completable.defer(this::endInterrupted)
        .doOnError(cause -> LOG.warn("The ledger cannot be read yet: {}", cause.toString()))
        .retryWhen(failures -> failures.delay(RETRY_SECONDS, TimeUnit.SECONDS, clock))
        .andThen(Flowable.interval(0, 1, TimeUnit.HOURS, clock).onBackpressureLatest())
        .concatMapCompletable(hour -> dropOld(), 1)
        .subscribeOn(clock)
        .subscribe(() -> {}, cause -> LOG.warn("The ledger is not maintained any more", cause));
  }

  /** Ends the exchanges that a process left running which has ended. */
  Completable endInterrupted() {
    return new StoreTimeout(clock)
        .timeout(Single.defer(() -> ledger.unfinished(BATCH)), Deadlines.DEFAULT.store())
        .flatMapCompletable(
            ids ->
                Flowable.fromIterable(ids)
                    .flatMapCompletable(this::claim, true, CONCURRENCY)
                    .andThen(
                        ids.size() < BATCH
                            ? Completable.complete()
                            : Completable.defer(this::endInterrupted)));
  }

  /** The claim is part of the first thing that is recorded, here of nothing. */
  private Completable claim(String conversationId) {
    return Completable.defer(
        () -> {
          ConversationState conversation = conversations.apply(conversationId);
          return conversation.recorder().flush().subscribeOn(conversation.scheduler());
        });
  }

  private Completable dropOld() {
    Instant now = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    return ledger
        .expire(retention, now)
        .ignoreElement()
        .andThen(images.deleteDoomed(ledger))
        .ignoreElement()
        .doOnError(cause -> LOG.warn("Old events were not dropped: {}", cause.toString()))
        .onErrorComplete();
  }
}
