package dev.animus4j.benchmarks.vertx;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;

/** Counts the words in an event stream. */
final class WordCounter {
  private final WordFinder wordFinder;
  private final Op.Done done;
  private final SseDataLines sseDataLines = new SseDataLines(this::line);
  private long chunks;
  private boolean ended;

  /** Finds the words in the JSON of a chunk. */
  interface WordFinder {
    /** The words; empty if there are none. */
    String find(byte[] bytes, int from, int length) throws IOException;
  }

  WordCounter(WordFinder wordFinder, Op.Done done) {
    this.wordFinder = wordFinder;
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
      sseDataLines.feed(piece);
    } catch (IOException failure) {
      done.fail(failure);
    }
  }

  private void line(byte[] bytes, int from, int length) throws IOException {
    if (bytes[from] == '[') {
      ended = true;
    } else if (!wordFinder.find(bytes, from, length).isEmpty()) {
      chunks++;
    }
  }
}
