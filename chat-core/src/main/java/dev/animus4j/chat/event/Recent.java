package dev.animus4j.chat.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest events of one conversation, oldest first. */
final class Recent {
  private static final int EVENTS = 1_000;
  private static final long BYTES = 1 << 20;

  /** How often it is told that it lives. */
  static final Duration RENEWED = Duration.ofMinutes(1);

  private final Deque<Stretch> kept = new ArrayDeque<>();
  private long weight;
  private long room;
  private long renewed;

  /**
   * What came after some event, of which {@code first} is the oldest; deltas are told as one.
   *
   * @param first the sequence of the oldest event in it
   */
  record Missed(long first, ChatEvent event) {}

  /**
   * Takes the next event. A conversation that was forgotten numbers its events anew.
   *
   * @return whether it needs more room now, or nobody was told for a minute that it lives
   */
  synchronized boolean add(ChatEvent event) {
    Stretch newest = kept.peekLast();
    if (newest != null && event.sequence() <= newest.last()) {
      kept.clear();
      weight = 0;
      newest = null;
    }
    weight += newest != null && newest.goesOnWith(event) ? newest.add(event) : append(event);
    while (kept.size() > EVENTS || (weight > BYTES && kept.size() > 1)) {
      weight -= kept.removeFirst().weight();
    }
    return renewed(event.stamp().timestamp().getEpochSecond());
  }

  private boolean renewed(long now) {
    if (weight <= room && Math.abs(now - renewed) < RENEWED.toSeconds()) {
      return false;
    }
    room = weight + weight / 4;
    renewed = now;
    return true;
  }

  private long append(ChatEvent event) {
    Stretch stretch = new Stretch(event);
    kept.addLast(stretch);
    return stretch.weight();
  }

  /** What is known of what came after this one. */
  synchronized List<Missed> after(long sequence) {
    return kept.stream()
        .dropWhile(stretch -> stretch.last() <= sequence)
        .map(it -> new Missed(Math.max(it.first(), sequence + 1), it.after(sequence)))
        .toList();
  }

  /** The sequence of the newest event; 0 if there is none. */
  synchronized long last() {
    return kept.isEmpty() ? 0 : kept.getLast().last();
  }

  /** The newest; null if there is none. */
  synchronized @Nullable Stretch newest() {
    return kept.peekLast();
  }

  /** How heavy it may become before it has to be weighed again, in bytes. */
  synchronized long room() {
    return room;
  }
}
