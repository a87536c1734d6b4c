package dev.animus4j.http;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Body of a response, for one subscriber; a body cut short fails with Unavailable. */
abstract class ResponseBody extends Flowable<Buffer> {
  /** Whether all bytes have arrived. */
  abstract boolean isEnded();

  /** Allows no longer gap than this from now on, where gaps are limited. */
  void limitGap(Duration most) {}

  /** Discards the rest of the body, to its end or until it is too much. */
  abstract void discard(Runnable atEnd, Runnable tooMuch);
}
