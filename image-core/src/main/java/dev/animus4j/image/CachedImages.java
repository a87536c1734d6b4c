package dev.animus4j.image;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.VerticleIndependentCalls;
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
 * Image model with a result cache, which calls its model once for equal requests. Images enter the
 * cache before their flight leaves the map, and a new flight looks into the cache once more: so
 * there is no moment at which an equal request finds neither.
 */
final class CachedImages implements StreamingImageModel {
  private final ImageModel model;
  private final ImageCache cache;
  private final ConcurrentMap<RequestKey, SingleFlight> flights = new ConcurrentHashMap<>();

  CachedImages(ImageModel model, Caffeine<Object, Object> bounds) {
    this.model = model;
    this.cache = new ImageCache(bounds.build());
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return VerticleIndependentCalls.observeOnCaller(
        Flowable.defer(() -> key(request).flatMapPublisher(key -> parts(key, request))));
  }

  private static Single<Optional<RequestKey>> key(ImageRequest request) {
    return RequestSizeEstimate.isLarge(request)
        ? runOnIo(() -> RequestKey.of(request))
        : Single.just(RequestKey.of(request));
  }

  private Flowable<ImageUpdate> parts(Optional<RequestKey> key, ImageRequest request) {
    return key.map(known -> verifiedCachedParts(known).switchIfEmpty(sharedParts(known, request)))
        .orElseGet(() -> FaultIsolation.flowable(() -> model.stream(request)));
  }

  private Flowable<ImageUpdate> verifiedCachedParts(RequestKey key) {
    List<Image> images = cache.find(key);
    return images == null
        ? Flowable.empty()
        : existingImages(key, images).flattenAsFlowable(all -> all).map(Image::asCached);
  }

  private Maybe<List<Image>> existingImages(RequestKey key, List<Image> images) {
    return runOnIo(() -> cache.verifyFiles(key, images))
        .filter(exists -> exists)
        .map(exists -> images);
  }

  /**
   * Runs work that would block an event loop on an io thread, and emits its result where the caller
   * gets results.
   */
  private static <T> Single<T> runOnIo(Supplier<T> work) {
    Single<T> result = Single.fromSupplier(work).subscribeOn(Schedulers.io());
    Scheduler caller = CallerContext.scheduler();
    return caller == null ? result : result.observeOn(caller);
  }

  private Flowable<ImageUpdate> sharedParts(RequestKey key, ImageRequest request) {
    return Flowable.using(
        () -> joinFlight(key, request),
        SingleFlight::parts,
        singleFlight -> leaveFlight(key, singleFlight));
  }

  private SingleFlight joinFlight(RequestKey key, ImageRequest request) {
    return flights.compute(
        key,
        (same, singleFlight) ->
            (singleFlight == null ? newFlight(key, request) : singleFlight).retain());
  }

  private void leaveFlight(RequestKey key, SingleFlight singleFlight) {
    flights.computeIfPresent(
        key, (same, current) -> current == singleFlight ? singleFlight.release() : current);
    singleFlight.disposeIfAbandoned();
  }

  private SingleFlight newFlight(RequestKey key, ImageRequest request) {
    return new SingleFlight(
        Flowable.defer(() -> cachedParts(key).switchIfEmpty(modelParts(key, request))),
        singleFlight -> flights.remove(key, singleFlight));
  }

  private Flowable<ImageUpdate> cachedParts(RequestKey key) {
    List<Image> images = cache.find(key);
    return images == null ? Flowable.empty() : Flowable.fromIterable(images).map(Image::asCached);
  }

  private Flowable<ImageUpdate> modelParts(RequestKey key, ImageRequest request) {
    List<Image> images = new ArrayList<>();
    return FaultIsolation.flowable(() -> model.stream(request))
        .doOnNext(update -> collectImage(update, images))
        .doOnComplete(() -> cache.put(key, images));
  }

  private static void collectImage(ImageUpdate update, List<Image> images) {
    if (update instanceof Image image) {
      images.add(image);
    }
  }
}
