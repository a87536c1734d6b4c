package dev.animus4j.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private final Cache<RequestKey, List<Image>> drawn;
  private final ConcurrentMap<RequestKey, Flight> flights = new ConcurrentHashMap<>();

  CachedImages(ImageModel model, Caffeine<Object, Object> bounds) {
    this.model = model;
    this.drawn = bounds.build();
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    return CallerContext.observing(
        Flowable.defer(
            () ->
                RequestKey.of(request)
                    .map(key -> found(key).switchIfEmpty(waiting(key, request)))
                    .orElseGet(() -> model.stream(request))));
  }

  private Flowable<ImagePart> found(RequestKey key) {
    List<Image> images = drawn.getIfPresent(key);
    return images == null
        ? Flowable.empty()
        : existing(key, images).flattenAsFlowable(all -> all).map(Image::fromCache);
  }

  /** Files are looked at elsewhere: a disk may take its time, and an event loop has none. */
  private Maybe<List<Image>> existing(RequestKey key, List<Image> images) {
    return Single.fromCallable(() -> areThere(key, images))
        .subscribeOn(Schedulers.io())
        .filter(there -> there)
        .map(there -> images);
  }

  private boolean areThere(RequestKey key, List<Image> images) {
    boolean there = images.stream().allMatch(CachedImages::isThere);
    return there || gone(key, images);
  }

  private boolean gone(RequestKey key, List<Image> images) {
    drawn.asMap().remove(key, images);
    return false;
  }

  private static boolean isThere(Image image) {
    URI location = image.location();
    return !"file".equals(location.getScheme()) || Files.exists(Path.of(location));
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
        Flowable.defer(() -> landed(key).orElseGet(() -> drawing(key, request))),
        flight -> flights.remove(key, flight));
  }

  private Optional<Flowable<ImagePart>> landed(RequestKey key) {
    return Optional.ofNullable(drawn.getIfPresent(key))
        .map(images -> Flowable.fromIterable(images).map(Image::fromCache));
  }

  private Flowable<ImagePart> drawing(RequestKey key, ImageRequest request) {
    List<Image> images = new ArrayList<>();
    return model.stream(request)
        .doOnNext(part -> keep(part, images))
        .doOnComplete(() -> keep(key, images));
  }

  private static void keep(ImagePart part, List<Image> images) {
    if (part instanceof Image image) {
      images.add(image);
    }
  }

  private void keep(RequestKey key, List<Image> images) {
    if (!images.isEmpty()) {
      drawn.put(key, List.copyOf(images));
    }
  }
}
