package dev.animus4j.benchmarks.vertx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.Arrays;
import java.util.Base64;

/** Decodes an image block by block, while it arrives, into the one array the caller gets. */
final class StreamingImageDecoder {
  private static final byte[] KEY = "\"b64_json\":\"".getBytes(UTF_8);
  private static final int BLOCK = 64 * 1024;

  private final byte[] base64 = new byte[BLOCK];
  private final byte[] decoded = new byte[BLOCK / 4 * 3];
  private byte[] picture = new byte[0];
  private int waiting;
  private int length;
  private boolean started;
  private boolean ended;

  void read(HttpClientResponse response, ProviderConnection providerConnection, Op.Done done) {
    picture = new byte[Integer.parseInt(response.getHeader("content-length")) / 4 * 3];
    waiting = 0;
    length = 0;
    started = false;
    ended = false;
    response.exceptionHandler(done::fail);
    response.handler(this::feed);
    response.endHandler(
        v -> done.ok(Sample.picture(picture, length, providerConnection.target().pictureBytes())));
  }

  private void feed(Buffer piece) {
    int at = 0;
    while (at < piece.length() && !ended) {
      int some = Math.min(BLOCK - waiting, piece.length() - at);
      piece.getBytes(at, at + some, base64, waiting);
      waiting += some;
      at += some;
      decodeBlocks();
    }
  }

  private void decodeBlocks() {
    if (!started) {
      int start = FloorDriver.indexAfter(KEY, base64, 0, waiting);
      started = start >= 0;
      waiting -= Math.max(0, start);
      System.arraycopy(base64, Math.max(0, start), base64, 0, waiting);
    }
    int quote = started ? quote() : -1;
    if (quote >= 0) {
      ended = true;
      decode(quote);
    } else if (waiting == BLOCK) {
      decode(BLOCK);
    }
  }

  /** The index of the closing quote, searched near the end only: what follows it is short. */
  private int quote() {
    int from = Math.max(0, waiting - 4096);
    for (int at = from; at < waiting; at++) {
      if (base64[at] == '"') {
        return at;
      }
    }
    return -1;
  }

  private void decode(int count) {
    byte[] block = count == BLOCK ? base64 : Arrays.copyOf(base64, count);
    int bytes = Base64.getDecoder().decode(block, decoded);
    System.arraycopy(decoded, 0, picture, length, bytes);
    length += bytes;
    waiting = 0;
  }
}
