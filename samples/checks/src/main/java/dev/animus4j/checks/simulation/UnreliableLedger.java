package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.InMemoryLedger;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ledger of one client, each call of which may be late, fail, or never be answered. */
final class UnreliableLedger implements Ledger {
  private final LedgerClient client;
  private final LedgerWorld world;
  private final InMemoryLedger memory;

  UnreliableLedger(LedgerClient client, LedgerWorld world, InMemoryLedger memory) {
    this.client = client;
    this.world = world;
    this.memory = memory;
  }

  private <T> Single<T> call(String conversation, Single<T> operation) {
    return Single.create(
        emitter -> {
          LedgerCall<T> call = new LedgerCall<>(client, world, operation);
          client.addCall(conversation, call);
          call.start(emitter);
        });
  }

  @Override
  public Single<Tenure> claim(String conversation) {
    Single<Tenure> claimed =
        memory.claim(conversation).doOnSuccess(it -> world.journal(conversation).onClaimed(client));
    return call(conversation, claimed)
        .map(
            tenure ->
                new UnreliableTenure(tenure, world.journal(conversation), client, this::call));
  }

  @Override
  public Single<List<StoredEntry>> entries(String conversation, int limit) {
    return call(conversation, memory.entries(conversation, limit));
  }

  @Override
  public Single<List<StoredEvent>> eventsAfter(String conversation, long sequence, int limit) {
    return call(conversation, memory.eventsAfter(conversation, sequence, limit));
  }

  @Override
  public Single<List<StoredEvent>> eventsOf(String conversation, String exchangeId) {
    return call(conversation, memory.eventsOf(conversation, exchangeId));
  }

  @Override
  public Single<Long> lastSequence(String conversation) {
    return call(conversation, memory.lastSequence(conversation));
  }

  @Override
  public Maybe<String> exchangeOf(String conversation, String messageId) {
    return optional(conversation, memory.exchangeOf(conversation, messageId));
  }

  @Override
  public Maybe<Image> image(URI location) {
    return optional("", memory.image(location));
  }

  private <T> Maybe<T> optional(String conversation, Maybe<T> operation) {
    return call(conversation, operation.map(Optional::of).defaultIfEmpty(Optional.empty()))
        .mapOptional(found -> found);
  }

  @Override
  public Single<List<URI>> unknownImages(List<URI> locations) {
    return call("", memory.unknownImages(locations));
  }

  @Override
  public Single<List<String>> unfinished(int limit) {
    return call("", memory.unfinished(limit));
  }

  @Override
  public Single<Boolean> forget(String conversation) {
    return call(
        conversation,
        memory.forget(conversation).doOnSuccess(it -> world.journal(conversation).onForgotten()));
  }

  @Override
  public Single<List<URI>> doomedImages(int limit) {
    return call("", memory.doomedImages(limit));
  }

  @Override
  public Completable deleted(URI location) {
    return call("", memory.deleted(location).toSingleDefault(true)).ignoreElement();
  }

  @Override
  public Single<Long> expire(LedgerRetention retention, Instant now) {
    return call("", memory.expire(retention, now));
  }

  @Override
  public Completable closeAsync() {
    return memory.closeAsync();
  }
}
