package dev.animus4j.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * Discards the rest of a body, up to a limit above which keeping the connection is not worth it.
 */
final class BodyDrain implements Handler<Buffer> {
  private static final int MAX_BYTES = 256 * 1024;

  private final Runnable tooMuch;
  private long bytes;

  BodyDrain(Runnable tooMuch) {
    this.tooMuch = tooMuch;
  }

  @Override
  public void handle(Buffer piece) {
    bytes += piece.length();
    if (bytes > MAX_BYTES) {
      tooMuch.run();
    }
  }
}
