package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.TakenOver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up in a ledger whether a message was sent before. Messages of a conversation are admitted
 * in the order in which they were sent, also while a look-up takes time. Confined to its context.
 */
final class MessageLookup {
  private final ConversationState conversation;
  private CompletableSubject last = CompletableSubject.create();

  MessageLookup(ConversationState conversation) {
    this.conversation = conversation;
    last.onComplete();
  }

  /** The stored events of the exchange of this message; if there are none, {@code exchange}. */
  Flowable<ChatEvent> findOrElse(@Nullable String messageId, Flowable<ChatEvent> exchange) {
    Ledger ledger = conversation.components().ledger();
    Completable before = last.hasThrowable() ? Completable.complete() : last;
    if (ledger == null || (messageId == null && !isLookingUp())) {
      return exchange;
    }
    CompletableSubject over = CompletableSubject.create();
    last = over;
    Single<List<StoredEvent>> known =
        messageId == null ? Single.just(List.of()) : start(find(messageId, ledger));
    return before
        .andThen(known)
        .doOnError(cause -> fail(over, cause))
        .flatMapPublisher(
            events -> {
              conversation.scheduler().scheduleDirect(over::onComplete); // once it is admitted
              return events.isEmpty() ? exchange : events(events);
            });
  }

  private boolean isLookingUp() {
    return !last.hasComplete() && !last.hasThrowable();
  }

  /** At once, so that several look-ups together take no longer than one. */
  private Single<List<StoredEvent>> start(Single<List<StoredEvent>> known) {
    SingleSubject<List<StoredEvent>> found = SingleSubject.create();
    new StoreTimeout(conversation.scheduler())
        .timeout(known, Deadlines.DEFAULT.store())
        .subscribe(found);
    return found;
  }

  /** Messages behind one that has waited in vain for the ledger do not wait for it again. */
  private static void fail(CompletableSubject over, Throwable cause) {
    if (cause instanceof AnimusException.TimedOut) {
      over.onError(cause);
    } else {
      over.onComplete();
    }
  }

  /** After all that was recorded: what an earlier process left running is ended then. */
  private Single<List<StoredEvent>> find(String messageId, Ledger ledger) {
    return conversation
        .recorder()
        .flush()
        .andThen(ledger.exchangeOf(conversation.id(), messageId))
        .flatMapSingle(exchangeId -> ledger.eventsOf(conversation.id(), exchangeId))
        .defaultIfEmpty(List.of());
  }

  /** Fails for an exchange that has not ended: another client is at it. */
  private static Flowable<ChatEvent> events(List<StoredEvent> stored) {
    return stored.get(stored.size() - 1).event() instanceof ExchangeCompleted
        ? Flowable.fromIterable(stored).map(StoredEvent::event)
        : Flowable.error(() -> new TakenOver(FailureOrigin.of("ledger")));
  }
}
