package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registry of running exchanges and image generations, which a closing client waits for. */
final class ActiveExchanges {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveExchanges.class);

  private static final long POLL_MILLIS = 20;

  /** The chat of each running task: as long as one runs, there is no second chat of its id. */
  private final Map<Object, Chat> chats = new LinkedHashMap<>();

  private final CompletableSubject termination = CompletableSubject.create();
  private final CompletableSubject closed;
  private boolean closing;

  /** A registry of a client; {@code closed} fails for all who wait for a model when it closes. */
  ActiveExchanges(CompletableSubject closed) {
    this.closed = closed;
  }

  /**
   * Starts an exchange of {@code chat}.
   *
   * @param exchange given the replay that records it; subscribed to on the scheduler of the chat
   * @param afterwards runs when the exchange is over
   */
  void start(
      Chat chat,
      ExchangeReplayProcessor replay,
      Function<ExchangeReplayProcessor, Flowable<ChatEvent>> exchange,
      Runnable afterwards) {
    register(replay, chat);
    Scheduler scheduler = chat.conversation().scheduler();
    Flowable<ChatEvent> events =
        FaultIsolation.<ChatEvent>flowable(() -> exchange.apply(replay))
            .doOnError(ActiveExchanges::log)
            .doFinally(() -> finish(replay, afterwards));
    scheduler.scheduleDirect(() -> events.subscribe(replay));
  }

  /**
   * The result of a task of {@code chat}, which each subscription starts anew; on the context of
   * the subscriber.
   *
   * @param task given what it runs when it is over
   */
  <T> Single<T> result(Chat chat, Function<Runnable, Single<T>> task) {
    Flowable<T> result =
        Flowable.defer(
            () -> {
              Object key = new Object();
              register(key, chat);
              return task.apply(() -> unregister(key)).toFlowable();
            });
    Single<T> here = result.singleOrError();
    ClientComponents components = chat.conversation().components();
    return CallerContext.observeOnCaller(components.claimFirst(chat.id(), here).toFlowable())
        .singleOrError();
  }

  /** A ledger that is away fails many, and says why; one cut off by an erasure is no failure. */
  private static void log(Throwable failure) {
    if (!(failure instanceof AnimusException)) {
      LOG.error("An exchange broke", failure);
    } else if (!(failure instanceof AnimusException.Cancelled)) {
      LOG.warn("An exchange broke: {}", failure.toString());
    }
  }

  private void finish(ExchangeReplayProcessor replay, Runnable afterwards) {
    afterwards.run();
    unregister(replay);
  }

  /**
   * Registers a running task of {@code chat}. A task that starts while the client closes is not
   * waited for.
   */
  private synchronized void register(Object what, Chat chat) {
    if (!closing) {
      chats.put(what, chat);
    }
  }

  /** Unregisters a task that is over. */
  private void unregister(Object what) {
    if (remove(what)) {
      termination.onComplete();
    }
  }

  private synchronized boolean remove(Object what) {
    chats.remove(what);
    return closing && chats.isEmpty();
  }

  /** Completes when no task is running, or after this time. */
  Completable awaitIdle(Duration limit, Scheduler clock) {
    return Flowable.intervalRange(
            0, limit.toMillis() / POLL_MILLIS + 1, 0, POLL_MILLIS, TimeUnit.MILLISECONDS, clock)
        .takeWhile(tick -> !isIdle())
        .ignoreElements();
  }

  private synchronized boolean isIdle() {
    return chats.isEmpty();
  }

  /** The reason why no exchange may start any more; empty while the client is open. */
  synchronized Optional<String> closeReason() {
    return closing ? Optional.of("closed") : Optional.empty();
  }

  /** Lets no further exchange start, and gives the chats with running tasks. */
  synchronized List<Chat> close() {
    closing = true;
    if (chats.isEmpty()) {
      termination.onComplete();
    }
    return new ArrayList<>(chats.values());
  }

  /** Fails for all who wait for a model, with what is to be told them. */
  void cancelWaiting() {
    closed.onError(
        new AnimusException.Cancelled(FailureOrigin.of("animus4j"), "the client was closed"));
  }

  /** Completes when, after {@link #close}, no task is running. */
  Completable termination() {
    return termination;
  }

  boolean isTerminated() {
    return termination.hasComplete();
  }
}
