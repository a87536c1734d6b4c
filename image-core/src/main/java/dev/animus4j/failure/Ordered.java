package dev.animus4j.failure;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.functions.Function;

/**
 * Streams in which a failure never overtakes what came before it. RxJava's own {@code concatMap}
 * lets a failure of the source drop what still waits for its turn or for demand; with {@code
 * concatMapDelayError} a failure of a part waits for the source to end.
 */
public final class Ordered {
  private Ordered() {}

  /**
   * The streams that the mapper makes of the items, one after the other. A failure of the source,
   * or of the mapper, comes when those before it have ended; a failure of one of them at once, and
   * the source is left.
   *
   * @param mapper asked at most one item before its turn has come
   */
  public static <T, R> Flowable<R> concatMap(
      Flowable<T> source, Function<? super T, ? extends Flowable<? extends R>> mapper) {
    return source
        .<Flowable<? extends R>>map(mapper::apply)
        .onErrorReturn(Flowable::error)
        .concatMap(part -> part, 1);
  }
}
