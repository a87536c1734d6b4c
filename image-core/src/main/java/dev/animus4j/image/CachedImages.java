package dev.animus4j.image;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.Isolation;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Supplier;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A model that is asked once for what is wanted often. A picture enters the cache before its flight
 * leaves the map, and a new flight looks into the cache once more: so there is no moment at which
 * an equal request finds neither.
 */
final class CachedImages implements StreamingImageModel {
  private final ImageModel model;
  private final DrawnImages drawn;
  private final ConcurrentMap<RequestKey, Flight> flights = new ConcurrentHashMap<>();

  CachedImages(ImageModel model, Caffeine<Object, Object> bounds) {
    this.model = model;
    this.drawn = new DrawnImages(bounds.build());
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    return SharedCall.told(
        Flowable.defer(() -> key(request).flatMapPublisher(key -> parts(key, request))));
  }

  private static Single<Optional<RequestKey>> key(ImageRequest request) {
    return RequestWeight.isLarge(request)
        ? aside(() -> RequestKey.of(request))
        : Single.just(RequestKey.of(request));
  }

  private Flowable<ImagePart> parts(Optional<RequestKey> key, ImageRequest request) {
    return key.map(known -> found(known).switchIfEmpty(waiting(known, request)))
        .orElseGet(() -> Isolation.flowable(() -> model.stream(request)));
  }

  private Flowable<ImagePart> found(RequestKey key) {
    List<Image> images = drawn.find(key);
    return images == null
        ? Flowable.empty()
        : there(key, images).flattenAsFlowable(all -> all).map(Image::fromCache);
  }

  private Maybe<List<Image>> there(RequestKey key, List<Image> images) {
    return aside(() -> drawn.areThere(key, images)).filter(there -> there).map(there -> images);
  }

  /**
   * Does what takes its time where there is some, which an event loop has not, and comes back to
   * where the caller is.
   */
  private static <T> Single<T> aside(Supplier<T> work) {
    Single<T> done = Single.fromSupplier(work).subscribeOn(Schedulers.io());
    Scheduler caller = CallerContext.scheduler();
    return caller == null ? done : done.observeOn(caller);
  }

  private Flowable<ImagePart> waiting(RequestKey key, ImageRequest request) {
    return Flowable.using(() -> board(key, request), Flight::parts, flight -> leave(key, flight));
  }

  private Flight board(RequestKey key, ImageRequest request) {
    return flights.compute(
        key, (same, flight) -> (flight == null ? flight(key, request) : flight).joined());
  }

  private void leave(RequestKey key, Flight flight) {
    flights.computeIfPresent(key, (same, now) -> now == flight ? flight.left() : now);
    flight.endIfAbandoned();
  }

  private Flight flight(RequestKey key, ImageRequest request) {
    return new Flight(
        Flowable.defer(() -> landed(key).switchIfEmpty(drawing(key, request))),
        flight -> flights.remove(key, flight));
  }

  private Flowable<ImagePart> landed(RequestKey key) {
    List<Image> images = drawn.find(key);
    return images == null ? Flowable.empty() : Flowable.fromIterable(images).map(Image::fromCache);
  }

  private Flowable<ImagePart> drawing(RequestKey key, ImageRequest request) {
    List<Image> images = new ArrayList<>();
    return Isolation.flowable(() -> model.stream(request))
        .doOnNext(part -> keep(part, images))
        .doOnComplete(() -> drawn.keep(key, images));
  }

  private static void keep(ImagePart part, List<Image> images) {
    if (part instanceof Image image) {
      images.add(image);
    }
  }
}
