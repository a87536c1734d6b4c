package dev.animus4j.checks;

import java.util.Arrays;

/**
 * What arrives of many streams of {@link Word words}: whether each comes once and in order, and how
 * long it was under way. For one thread.
 */
final class Heard {
  private static final int MICROS = 10;

  private final long start;
  private final int[] next;
  private final String[] rests;

  /** How many took how long, in steps of {@link #MICROS}; up to ten seconds. */
  private final int[] delays = new int[1_000_000];

  private long words;
  private long characters;
  private long lastDelay = Long.MAX_VALUE;
  private String disorder = "";

  /**
   * Nothing yet.
   *
   * @param start when the clock of the words began
   */
  Heard(int streams, long start) {
    this.start = start;
    this.next = new int[streams];
    this.rests = new String[streams];
    Arrays.fill(rests, "");
  }

  /** Some text of a stream, which may end within a word. */
  void take(int stream, String text) {
    characters += text.length();
    String all = rests[stream].isEmpty() ? text : rests[stream] + text;
    long now = Word.clock() - start;
    int from = 0;
    for (int end = all.indexOf(' '); end >= 0; end = all.indexOf(' ', from)) {
      take(stream, Word.read(all, from, end), now);
      from = end + 1;
    }
    rests[stream] = from == all.length() ? "" : all.substring(from);
  }

  private void take(int stream, Word word, long now) {
    if ((word.stream() != stream || word.number() != next[stream]) && disorder.isEmpty()) {
      disorder = "stream %d heard %s for number %d".formatted(stream, word, next[stream]);
    }
    next[stream] = word.number() + 1;
    words++;
    lastDelay = now - word.micros();
    int delay = (int) Math.max(0, lastDelay / MICROS);
    delays[Math.min(delay, delays.length - 1)]++;
  }

  /** Forgets how long words took until now. */
  void forgetDelays() {
    Arrays.fill(delays, 0);
  }

  /** A quantile of how long words took, in milliseconds. */
  double delay(double share) {
    long left = (long) (share * Arrays.stream(delays).asLongStream().sum());
    int at = 0;
    while (at < delays.length - 1 && left >= delays[at]) {
      left -= delays[at++];
    }
    return at * MICROS / 1_000.0;
  }

  /** How long the last word took, in milliseconds. */
  long lastDelay() {
    return lastDelay / 1_000;
  }

  long words() {
    return words;
  }

  /** How many streams have not said a word. */
  long silent() {
    return Arrays.stream(next).filter(number -> number == 0).count();
  }

  long characters() {
    return characters;
  }

  /** The first word that did not follow the one before; empty when there was none. */
  String disorder() {
    return disorder;
  }
}
