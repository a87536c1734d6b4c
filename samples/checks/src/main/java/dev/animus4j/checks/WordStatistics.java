package dev.animus4j.checks;

import java.util.Arrays;

/**
 * Statistics of the {@link TimestampedWord words} that many streams receive: whether each comes
 * once and in order, and its latency. Confined to one thread.
 */
final class WordStatistics {
  private static final int MICROS = 10;

  private final long start;
  private final int[] next;
  private final String[] rests;

  /** Histogram of latencies, in steps of {@link #MICROS}; up to ten seconds. */
  private final int[] delays = new int[1_000_000];

  private long words;
  private long characters;
  private long lastDelay = Long.MAX_VALUE;
  private String disorder = "";

  /**
   * Creates empty statistics.
   *
   * @param start the start of the clock of the words
   */
  WordStatistics(int streams, long start) {
    this.start = start;
    this.next = new int[streams];
    this.rests = new String[streams];
    Arrays.fill(rests, "");
  }

  /** Adds some text of a stream, which may end within a word. */
  void append(int stream, String text) {
    characters += text.length();
    String all = rests[stream].isEmpty() ? text : rests[stream] + text;
    long now = TimestampedWord.clock() - start;
    int from = 0;
    for (int end = all.indexOf(' '); end >= 0; end = all.indexOf(' ', from)) {
      append(stream, TimestampedWord.read(all, from, end), now);
      from = end + 1;
    }
    rests[stream] = from == all.length() ? "" : all.substring(from);
  }

  private void append(int stream, TimestampedWord timestampedWord, long now) {
    if ((timestampedWord.stream() != stream || timestampedWord.number() != next[stream])
        && disorder.isEmpty()) {
      disorder =
          "stream %d heard %s for number %d".formatted(stream, timestampedWord, next[stream]);
    }
    next[stream] = timestampedWord.number() + 1;
    words++;
    lastDelay = now - timestampedWord.micros();
    int delay = (int) Math.max(0, lastDelay / MICROS);
    delays[Math.min(delay, delays.length - 1)]++;
  }

  /** Resets the latencies. */
  void resetDelays() {
    Arrays.fill(delays, 0);
  }

  /** A quantile of the latencies, in milliseconds. */
  double delayQuantile(double share) {
    long remaining = (long) (share * Arrays.stream(delays).asLongStream().sum());
    int at = 0;
    while (at < delays.length - 1 && remaining >= delays[at]) {
      remaining -= delays[at++];
    }
    return at * MICROS / 1_000.0;
  }

  /** The latency of the last word, in milliseconds. */
  long lastDelay() {
    return lastDelay / 1_000;
  }

  long words() {
    return words;
  }

  /** The number of streams without a word. */
  long silentStreams() {
    return Arrays.stream(next).filter(number -> number == 0).count();
  }

  long characters() {
    return characters;
  }

  /** The first word that did not follow the one before; empty if there was none. */
  String firstDisorder() {
    return disorder;
  }
}
