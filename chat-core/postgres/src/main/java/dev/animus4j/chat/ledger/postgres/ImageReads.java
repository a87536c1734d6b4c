package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.ledger.postgres.ImageTable.Key;
import dev.animus4j.chat.ledger.postgres.ImageTable.Page;
import dev.animus4j.chat.ledger.postgres.ImageTable.Piece;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** What is read of images, piece by piece as it is requested. */
record ImageReads(PostgresContext context, ImageTable table) {

  Flowable<Buffer> pieces(String name) {
    return piece(name, 0).flatMapPublisher(first -> pieces(name, first));
  }

  private Flowable<Buffer> pieces(String name, Piece first) {
    return Flowable.range(1, first.count() - 1)
        .concatMapSingle(number -> piece(name, number), 1)
        .map(Piece::bytes)
        .startWithItem(first.bytes());
  }

  private Single<Piece> piece(String name, int number) {
    return single(() -> table.piece(name, number));
  }

  /** The whole image; fails when it is larger than this. */
  Single<Buffer> all(String name, long maxBytes) {
    return piece(name, 0)
        .flatMap(
            first -> {
              int length = first.length(maxBytes);
              return pieces(name, first).collect(() -> Buffer.buffer(length), Buffer::appendBuffer);
            });
  }

  /** Empty for a location that can be none of this store, too. */
  Maybe<Image> find(URI location) {
    return ImageLocation.isHere(location)
        ? single(() -> table.find(ImageLocation.name(location))).mapOptional(found -> found)
        : Maybe.empty();
  }

  Flowable<Stored> list() {
    return Flowable.defer(
        () -> {
          Listing listing = new Listing();
          return Flowable.defer(listing::page).repeatUntil(() -> listing.next.isEmpty());
        });
  }

  /** Listing for one subscriber. */
  final class Listing {
    private Optional<Key> next = Optional.of(Key.START);

    Flowable<Stored> page() {
      return single(() -> table.list(next.orElseThrow()))
          .doOnSuccess(page -> next = page.next())
          .flattenAsFlowable(Page::images);
    }
  }

  private <T> Single<T> single(Supplier<Future<T>> step) {
    return PostgresLedger.single(() -> context.runDetached(step));
  }
}
