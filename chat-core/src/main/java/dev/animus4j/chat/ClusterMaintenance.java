package dev.animus4j.chat;

import dev.animus4j.chat.ledger.ClusterLedger;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background work of a node: every second it ends what nodes that are gone left running, and every
 * minute it releases conversations that are idle, so that they go on where the next message
 * arrives.
 *
 * @param interrupted ends what was left running
 * @param active finds a conversation that is in memory
 */
record ClusterMaintenance(
    ClusterLedger ledger,
    Completable interrupted,
    Function<String, @Nullable ConversationState> active,
    Scheduler clock) {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterMaintenance.class);
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final long SECONDS_BETWEEN_RELEASES = 60;

  /** Never ends by itself; what fails is tried again the next time. */
  Completable run() {
    return every(1, interrupted)
        .mergeWith(every(SECONDS_BETWEEN_RELEASES, Completable.defer(this::releaseIdle)));
  }

  private Completable every(long seconds, Completable task) {
    return Flowable.interval(seconds, TimeUnit.SECONDS, clock)
        .onBackpressureLatest()
        .concatMapCompletable(
            tick ->
                task.doOnError(cause -> LOG.debug("The cluster cannot be maintained", cause))
                    .onErrorComplete(),
            1);
  }

  private Completable releaseIdle() {
    return ledger
        .releaseIdle(IDLE)
        .flattenAsFlowable(ids -> ids)
        .concatMapCompletable(this::release);
  }

  private Completable release(String conversationId) {
    ConversationState conversation = active.apply(conversationId);
    return conversation == null
        ? Completable.complete()
        : Single.defer(conversation.recorder()::release)
            .ignoreElement()
            .subscribeOn(conversation.scheduler());
  }
}
