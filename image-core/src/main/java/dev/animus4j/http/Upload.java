package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.rxjava3.CompletableHelper;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request that is written as it is read, at the pace of the connection. It is read
 * anew whenever the request is sent again.
 *
 * @param length of all of it, in bytes; what turns out shorter or longer is not sent to its end
 * @param bytes the body; what it fails with, the call fails with
 */
public record Upload(long length, Flowable<Buffer> bytes) {

  /** Writes it, telling of each piece that has been written. */
  Completable to(HttpClientRequest request, Runnable written) {
    return Completable.defer(
        () -> {
          AtomicLong left = new AtomicLong(length);
          return Isolation.<Buffer>flowable(() -> bytes)
              .doOnNext(piece -> check(left.addAndGet(-piece.length()) >= 0))
              .concatMapCompletable(piece -> write(request, piece).doOnComplete(written::run), 2)
              .doOnComplete(() -> check(left.get() == 0));
        });
  }

  /** Of a broken connection the answer tells. */
  private static Completable write(HttpClientRequest request, Buffer piece) {
    return CompletableHelper.toCompletable(done -> request.write(piece).onComplete(done))
        .onErrorResumeNext(broken -> Completable.never());
  }

  private static void check(boolean exact) {
    if (!exact) {
      String what = "what is to be sent is not as long as was said";
      throw new AnimusException.InvalidRequest(Origin.of("animus4j"), what);
    }
  }
}
