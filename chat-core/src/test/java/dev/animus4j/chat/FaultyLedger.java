package dev.animus4j.chat;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.InMemoryLedger;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A ledger in memory that does with each step, claim, read and erasure what the test says. */
final class FaultyLedger implements Ledger {
  final InMemoryLedger delegate;
  int reads;
  final List<Step> steps = new ArrayList<>();
  BiFunction<Step, Completable, Completable> onWrite = (step, write) -> write;
  Supplier<Completable> onClaim = Completable::complete;
  Supplier<Completable> onRead = Completable::complete;
  Supplier<Completable> onForget = Completable::complete;

  FaultyLedger(InMemoryLedger delegate) {
    this.delegate = delegate;
  }

  /** The same contents without faults, as after a restart. */
  FaultyLedger reopen() {
    return new FaultyLedger(delegate.reopen());
  }

  /** A client on this ledger. */
  ChatFixture fixture(Vertx vertx) {
    ChatFixture made = new ChatFixture(vertx);
    made.ledger = this;
    return made;
  }

  /** The events that are stored of the default conversation. */
  List<String> stored() {
    return EventTrace.of(
        delegate.eventsAfter("default", 0, 1_000).blockingGet().stream()
            .map(StoredEvent::event)
            .toList());
  }

  static AnimusException away(boolean mayHaveRun) {
    return new AnimusException.Unavailable(
        FailureOrigin.of("ledger"), "the database is away", mayHaveRun, (Duration) null);
  }

  @Override
  public Single<Tenure> claim(String conversationId) {
    return Completable.defer(onClaim::get)
        .andThen(delegate.claim(conversationId))
        .map(
            tenure ->
                new Tenure() {
                  @Override
                  public Head head() {
                    return tenure.head();
                  }

                  @Override
                  public Completable write(Step step) {
                    return Completable.defer(
                        () -> {
                          steps.add(step);
                          return onWrite.apply(step, tenure.write(step));
                        });
                  }
                });
  }

  @Override
  public Single<List<StoredEntry>> entries(String conversationId, int limit) {
    reads += limit < Integer.MAX_VALUE ? 1 : 0;
    return Completable.defer(onRead::get).andThen(delegate.entries(conversationId, limit));
  }

  @Override
  public Single<List<StoredEvent>> eventsAfter(String conversationId, long sequence, int limit) {
    return delegate.eventsAfter(conversationId, sequence, limit);
  }

  @Override
  public Single<List<StoredEvent>> eventsOf(String conversationId, String exchangeId) {
    return Completable.defer(onRead::get).andThen(delegate.eventsOf(conversationId, exchangeId));
  }

  @Override
  public Single<Long> lastSequence(String conversationId) {
    return delegate.lastSequence(conversationId);
  }

  @Override
  public Maybe<String> exchangeOf(String conversationId, String messageId) {
    return Completable.defer(onRead::get).andThen(delegate.exchangeOf(conversationId, messageId));
  }

  @Override
  public Maybe<Image> image(URI location) {
    return delegate.image(location);
  }

  @Override
  public Single<List<URI>> unknownImages(List<URI> locations) {
    return delegate.unknownImages(locations);
  }

  @Override
  public Single<List<String>> unfinished(int limit) {
    return delegate.unfinished(limit);
  }

  @Override
  public Single<Boolean> forget(String conversationId) {
    return Completable.defer(onForget::get).andThen(delegate.forget(conversationId));
  }

  @Override
  public Single<List<URI>> doomedImages(int limit) {
    return delegate.doomedImages(limit);
  }

  @Override
  public Completable deleted(URI location) {
    return delegate.deleted(location);
  }

  @Override
  public Single<Long> expire(LedgerRetention retention, Instant now) {
    return delegate.expire(retention, now);
  }

  @Override
  public Completable closeAsync() {
    return delegate.closeAsync();
  }
}
