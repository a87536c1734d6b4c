package dev.animus4j.benchmarks.vertx;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;

/** Counts the words in an event stream. */
final class Streams {
  private final Words words;
  private final Op.Done done;
  private final Lines lines = new Lines(this::line);
  private long chunks;
  private boolean ended;

  /** Finds the words in the JSON of a chunk. */
  interface Words {
    /** The words; empty when there are none. */
    String in(byte[] bytes, int from, int length) throws IOException;
  }

  Streams(Words words, Op.Done done) {
    this.words = words;
    this.done = done;
  }

  void read(HttpClientResponse response) {
    response.exceptionHandler(done::fail);
    response.handler(this::feed);
    response.endHandler(
        v -> {
          if (ended) {
            done.ok(Sample.chunks(chunks));
          } else {
            done.fail(new IllegalStateException("the stream was cut short"));
          }
        });
  }

  private void feed(Buffer piece) {
    try {
      lines.feed(piece);
    } catch (IOException failure) {
      done.fail(failure);
    }
  }

  private void line(byte[] bytes, int from, int length) throws IOException {
    if (bytes[from] == '[') {
      ended = true;
    } else if (!words.in(bytes, from, length).isEmpty()) {
      chunks++;
    }
  }
}
