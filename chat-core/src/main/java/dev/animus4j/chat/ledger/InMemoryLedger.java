package dev.animus4j.chat.ledger;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ledger in the memory of this JVM, for tests: it outlives clients, not the process. All operations
 * are atomic, and complete at once.
 */
public final class InMemoryLedger implements Ledger {
  /** What is stored, also the lock of all that read or change it. */
  private final LedgerContents contents;

  private final Set<String> claimed = new HashSet<>();
  private boolean isClosed;

  /** An empty ledger. */
  public InMemoryLedger() {
    this(new LedgerContents());
  }

  private InMemoryLedger(LedgerContents contents) {
    this.contents = contents;
  }

  /** A ledger with the same contents, as after a restart of the process. */
  public InMemoryLedger reopen() {
    return new InMemoryLedger(contents);
  }

  @Override
  public Single<Tenure> claim(String conversationId) {
    return single(
        () -> {
          claimed.add(conversationId);
          return new InMemoryTenure(conversationId, contents.claim(conversationId));
        });
  }

  /** Right to write to a conversation in memory. */
  private final class InMemoryTenure implements Tenure {
    private final String conversationId;
    private final Head head;

    InMemoryTenure(String conversationId, Head head) {
      this.conversationId = conversationId;
      this.head = head;
    }

    @Override
    public Head head() {
      return head;
    }

    @Override
    public Completable write(Step step) {
      return completable(() -> contents.write(conversationId, head.epoch(), step));
    }
  }

  @Override
  public Single<List<StoredEntry>> entries(String conversationId, int limit) {
    return list(conversationId, it -> it.entries(limit));
  }

  @Override
  public Single<List<StoredEvent>> eventsAfter(String conversationId, long sequence, int limit) {
    return list(conversationId, it -> it.eventsAfter(sequence, limit));
  }

  @Override
  public Single<List<StoredEvent>> eventsOf(String conversationId, String exchangeId) {
    return list(conversationId, it -> it.eventsOf(exchangeId));
  }

  private <T> Single<List<T>> list(
      String conversationId, Function<LedgerConversation, List<T>> read) {
    return single(() -> contents.conversation(conversationId).map(read).orElse(List.of()));
  }

  @Override
  public Single<Long> lastSequence(String conversationId) {
    return single(
        () ->
            contents.conversation(conversationId).map(LedgerConversation::lastSequence).orElse(0L));
  }

  @Override
  public Maybe<String> exchangeOf(String conversationId, String messageId) {
    return maybe(
        () -> contents.conversation(conversationId).flatMap(it -> it.exchangeOf(messageId)));
  }

  @Override
  public Maybe<Image> image(URI location) {
    return maybe(() -> contents.image(location));
  }

  @Override
  public Single<List<URI>> unknownImages(List<URI> locations) {
    return single(() -> contents.unknownImages(locations));
  }

  @Override
  public Single<List<String>> unfinished(int limit) {
    return single(() -> contents.running(claimed).limit(limit).toList());
  }

  @Override
  public Single<Boolean> forget(String conversationId) {
    return single(() -> contents.forget(conversationId));
  }

  @Override
  public Single<List<URI>> doomedImages(int limit) {
    return single(() -> contents.doomedImages(limit));
  }

  @Override
  public Completable deleted(URI location) {
    return completable(() -> contents.deleted(location));
  }

  @Override
  public Single<Long> expire(LedgerRetention retention, Instant now) {
    return single(() -> contents.expire(retention, now));
  }

  @Override
  public Completable closeAsync() {
    return Completable.fromAction(
        () -> {
          synchronized (contents) {
            isClosed = true;
          }
        });
  }

  private <T> T locked(Supplier<T> operation) {
    synchronized (contents) {
      if (isClosed) {
        throw new AnimusException.Cancelled(FailureOrigin.of("ledger"), "the ledger is closed");
      }
      return operation.get();
    }
  }

  private <T> Single<T> single(Supplier<T> operation) {
    return Single.fromCallable(() -> locked(operation));
  }

  private <T> Maybe<T> maybe(Supplier<Optional<T>> operation) {
    return Maybe.defer(() -> Maybe.fromOptional(locked(operation)));
  }

  private Completable completable(Runnable operation) {
    return single(
            () -> {
              operation.run();
              return true;
            })
        .ignoreElement();
  }
}
