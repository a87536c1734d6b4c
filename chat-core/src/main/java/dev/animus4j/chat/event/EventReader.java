package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Supplier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reader of an archive, which may throw, fail in any way, and emit on any thread.
 *
 * @param scheduler emits what is read; null for any thread
 */
record EventReader(EventArchive archive, @Nullable Scheduler scheduler) implements EventArchive {

  /** A reader for the caller, on its context. */
  static EventReader forCaller(EventArchive archive) {
    return new EventReader(archive, CallerContext.scheduler());
  }

  @Override
  public Single<List<StoredEvent>> eventsAfter(String conversationId, long sequence, int limit) {
    return read(() -> archive.eventsAfter(conversationId, sequence, limit));
  }

  @Override
  public Single<Long> lastSequence(String conversationId) {
    return read(() -> archive.lastSequence(conversationId));
  }

  private <T> Single<T> read(Supplier<Single<T>> answer) {
    Single<T> typed =
        FaultIsolation.<T>single(answer).onErrorResumeNext(failure -> Single.error(typed(failure)));
    return scheduler == null ? typed : typed.observeOn(scheduler);
  }

  private static Throwable typed(Throwable failure) {
    return failure instanceof AnimusException
        ? failure
        : new AnimusException.Unavailable(
            FailureOrigin.of("event archive"), "the events cannot be read", false, failure);
  }
}
