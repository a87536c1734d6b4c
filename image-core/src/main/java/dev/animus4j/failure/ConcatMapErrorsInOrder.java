package dev.animus4j.failure;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;

/**
 * Operators whose failures never overtake earlier items. RxJava's own {@code concatMap} lets a
 * failure of the source drop items that still wait for their turn or for demand; with {@code
 * concatMapDelayError} a failure of a part waits for the source to end.
 */
public final class ConcatMapErrorsInOrder {
  private ConcatMapErrorsInOrder() {}

  /**
   * Concatenates the streams that the mapper returns for the items. A failure of the source, or of
   * the mapper, is emitted when the streams before it have ended; a failure of a stream at once,
   * and the source is cancelled.
   *
   * @param mapper called at most one item ahead
   */
  public static <T, R> Flowable<R> concatMap(
      Flowable<T> source, Function<? super T, ? extends Flowable<? extends R>> mapper) {
    return source
        .<Flowable<? extends R>>map(mapper::apply)
        .onErrorReturn(Flowable::error)
        .concatMap(part -> part, 1);
  }
}
