package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.rxjava3.CompletableHelper;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Request body that is streamed at the pace of the connection. It is read anew whenever the request
 * is sent again.
 *
 * @param length its length in bytes; a body that turns out shorter or longer fails the call
 * @param bytes the body; its failure fails the call
 */
public record StreamedRequestBody(long length, Flowable<Buffer> bytes) {

  /** Writes the body; {@code written} is called after each piece. */
  Completable writeTo(HttpClientRequest request, Runnable written) {
    return Completable.defer(
        () -> {
          AtomicLong left = new AtomicLong(length);
          return FaultIsolation.<Buffer>flowable(() -> bytes)
              .doOnNext(piece -> requireLength(left.addAndGet(-piece.length()) >= 0))
              .concatMapCompletable(piece -> write(request, piece).doOnComplete(written::run), 2)
              .doOnComplete(() -> requireLength(left.get() == 0));
        });
  }

  /** Ignores a broken connection, which the response reports. */
  private static Completable write(HttpClientRequest request, Buffer piece) {
    return CompletableHelper.toCompletable(done -> request.write(piece).onComplete(done))
        .onErrorResumeNext(broken -> Completable.never());
  }

  private static void requireLength(boolean exact) {
    if (!exact) {
      String what = "what is to be sent is not as long as was said";
      throw new AnimusException.InvalidRequest(FailureOrigin.of("animus4j"), what);
    }
  }
}
