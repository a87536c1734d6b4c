package dev.animus4j.chat;

import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files of images that belong to no conversation.
 *
 * @param ledger knows which do; null for none
 */
record ImageDeletion(ImageStore store, @Nullable Ledger ledger) {
  private static final Logger LOG = LoggerFactory.getLogger(ImageDeletion.class);
  private static final int BATCH = 500;

  /** Deletes these files; emits those that could not be deleted. */
  Single<List<URI>> delete(List<URI> locations) {
    return Flowable.fromIterable(locations).concatMapMaybe(this::deleteOrEmit).toList();
  }

  private Maybe<URI> deleteOrEmit(URI location) {
    Completable recorded = ledger == null ? Completable.complete() : ledger.deleted(location);
    return FaultIsolation.completable(() -> store.delete(location))
        .andThen(recorded)
        .<URI>toMaybe()
        .doOnError(cause -> LOG.warn("An erased image was not deleted: {}", cause.toString()))
        .onErrorReturnItem(location);
  }

  /** Deletes the files of erased conversations; emits those that could not be deleted. */
  Single<List<URI>> deleteDoomed(Ledger from) {
    return from.doomedImages(BATCH)
        .flatMap(
            doomed ->
                delete(doomed)
                    .flatMap(
                        pending ->
                            doomed.size() < BATCH || !pending.isEmpty()
                                ? Single.just(pending)
                                : deleteDoomed(from)));
  }

  /**
   * Deletes the files that no conversation has, before and after {@code grace}: the image of a
   * running exchange is stored before it is known.
   */
  Single<Integer> sweep(Ledger from, Duration grace, Scheduler clock) {
    return store
        .list()
        .map(ImageStore.Stored::location)
        .buffer(BATCH)
        .concatMapSingle(from::unknownImages)
        .concatMapIterable(unknown -> unknown)
        .toList()
        .delay(grace.toMillis(), TimeUnit.MILLISECONDS, clock)
        .flattenAsFlowable(unknown -> unknown)
        .buffer(BATCH)
        .concatMapSingle(from::unknownImages)
        .concatMapSingle(unknown -> delete(unknown).map(left -> unknown.size() - left.size()))
        .reduce(0, Integer::sum);
  }
}
