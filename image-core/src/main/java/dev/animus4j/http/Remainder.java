package dev.animus4j.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/** What still comes of a body that nobody reads, until it is more than a connection is worth. */
final class Remainder implements Handler<Buffer> {
  private static final int MOST = 256 * 1024;

  private final Runnable tooMuch;
  private long bytes;

  Remainder(Runnable tooMuch) {
    this.tooMuch = tooMuch;
  }

  @Override
  public void handle(Buffer piece) {
    bytes += piece.length();
    if (bytes > MOST) {
      tooMuch.run();
    }
  }
}
