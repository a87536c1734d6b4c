package dev.animus4j.chat.ledger;

import dev.animus4j.chat.event.EventArchive;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Store of conversations that outlive the process: their histories, events, exchanges, message ids
 * and images. Every operation starts on subscription, and may emit on any thread. A database that
 * is away, locked or full fails with {@link dev.animus4j.failure.AnimusException.Unavailable}, one
 * that is slow with {@link dev.animus4j.failure.AnimusException.TimedOut}.
 */
public interface Ledger extends EventArchive {

  /**
   * Takes over a conversation, a new one if it is unknown: steps of earlier tenures, of this or of
   * another process, are refused from then on.
   */
  @CheckReturnValue
  Single<Tenure> claim(String conversationId);

  /** The latest {@code limit} entries of the history, oldest first. */
  @CheckReturnValue
  Single<List<StoredEntry>> entries(String conversationId, int limit);

  /** All events of an exchange, oldest first; empty when there are none. */
  @CheckReturnValue
  Single<List<StoredEvent>> eventsOf(String conversationId, String exchangeId);

  /** The id of the exchange of a message that was sent with this id; empty for none. */
  @CheckReturnValue
  Maybe<String> exchangeOf(String conversationId, String messageId);

  /** The image at this location as it was first stored, with its memo; empty if it is unknown. */
  @CheckReturnValue
  Maybe<Image> image(URI location);

  /** Of these locations those at which no conversation has an image. */
  @CheckReturnValue
  Single<List<URI>> unknownImages(List<URI> locations);

  /**
   * The ids of at most {@code limit} conversations with a running exchange that this ledger has not
   * claimed since it was opened: their process has ended. Each claim takes one off the list.
   */
  @CheckReturnValue
  Single<List<String>> unfinished(int limit);

  /**
   * Erases a conversation with all that belongs to it, in one transaction. Its tenure is over. The
   * locations of its images that no other conversation has are added to {@link #doomedImages}, and
   * leave it when an image is stored there again.
   *
   * @return whether there was anything to erase
   */
  @CheckReturnValue
  Single<Boolean> forget(String conversationId);

  /** At most {@code limit} locations of erased images whose files are still to be deleted. */
  @CheckReturnValue
  Single<List<URI>> doomedImages(int limit);

  /** Removes a location from {@link #doomedImages}: its file is deleted. */
  @CheckReturnValue
  Completable deleted(URI location);

  /**
   * Deletes what {@code retention} does not keep any longer, in pieces that do not block writers,
   * and turns images that were ordered more than {@link LedgerRetention#ORDERED_IMAGES} ago into
   * lost ones. Sequences and positions are never used again.
   *
   * @return how many entries and rows of events were deleted
   */
  @CheckReturnValue
  Single<Long> expire(LedgerRetention retention, Instant now);

  /**
   * Closes it. Steps that were written are kept; later operations fail with {@link
   * dev.animus4j.failure.AnimusException.Cancelled}.
   */
  @CheckReturnValue
  Completable closeAsync();

  /** A ledger in the memory of this JVM, for tests: it outlives clients, not the process. */
  static InMemoryLedger inMemory() {
    return new InMemoryLedger();
  }
}
