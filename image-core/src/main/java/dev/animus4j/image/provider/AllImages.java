package dev.animus4j.image.provider;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.exceptions.CompositeException;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.functions.Supplier;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Several images of one request, of which some may fail. */
public final class AllImages {
  private AllImages() {}

  /**
   * Emits the images one after the other, each once it is described in the store, if that can be;
   * then, if some failed, the first failure.
   */
  public static <T> Flowable<Image> concat(
      List<T> items, Function<T, Single<Image>> images, ImageStore store) {
    return concat(Flowable.fromIterable(items), item -> described(() -> images.apply(item), store));
  }

  /** Emits all of these one after the other; then, if some failed, the first failure. */
  public static <T, R> Flowable<R> concat(Flowable<T> items, Function<T, Flowable<R>> results) {
    return Flowable.defer(
        () -> {
          Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
          return items
              .onErrorComplete(failures::add)
              .concatMap(
                  item ->
                      FaultIsolation.flowable(() -> results.apply(item))
                          .onErrorComplete(failures::add),
                  1)
              .concatWith(Completable.defer(() -> end(failures)));
        });
  }

  private static Completable end(Queue<Throwable> failures) {
    Throwable first = failures.peek();
    if (first instanceof CompositeException several) {
      first = several.getExceptions().get(0);
    }
    return first == null ? Completable.complete() : Completable.error(first);
  }

  private static Flowable<Image> described(Supplier<Single<Image>> image, ImageStore store) {
    return FaultIsolation.single(image)
        .flatMap(
            made ->
                FaultIsolation.completable(() -> store.describe(made))
                    .onErrorComplete()
                    .toSingleDefault(made))
        .toFlowable();
  }
}
