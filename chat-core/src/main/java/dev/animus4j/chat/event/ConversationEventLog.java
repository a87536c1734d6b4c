package dev.animus4j.chat.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log of the latest events of one conversation, oldest first. */
final class ConversationEventLog {
  private static final int MAX_RUNS = 1_000;
  private static final long MAX_BYTES = 1 << 20;

  /** Minimum interval between writes to the cache that renew the expiry. */
  static final Duration RENEWAL_INTERVAL = Duration.ofMinutes(1);

  private final Deque<DeltaRun> runs = new ArrayDeque<>();
  private final long start;
  private long bytes;
  private long reservedBytes;
  private long renewedAt;

  /** An empty log of a conversation that goes on after this sequence. */
  ConversationEventLog(long start) {
    this.start = start;
  }

  /**
   * A missed event, or merged deltas.
   *
   * @param first the sequence of the oldest event in it
   */
  record Missed(long first, ChatEvent event) {}

  /**
   * Adds the next event. A conversation whose state was evicted restarts its sequence.
   *
   * @return whether the cache entry has to be written again: it needs more memory, or its expiry
   *     was not renewed for a minute
   */
  synchronized boolean add(ChatEvent event) {
    DeltaRun newest = runs.peekLast();
    if (newest != null && event.sequence() <= newest.lastSequence()) {
      runs.clear();
      bytes = 0;
      newest = null;
    }
    bytes += newest != null && newest.canAppend(event) ? newest.add(event) : append(event);
    while (runs.size() > MAX_RUNS || (bytes > MAX_BYTES && runs.size() > 1)) {
      bytes -= runs.removeFirst().sizeInBytes();
    }
    return renewIfDue(event.stamp().timestamp().getEpochSecond());
  }

  private boolean renewIfDue(long now) {
    if (bytes <= reservedBytes && Math.abs(now - renewedAt) < RENEWAL_INTERVAL.toSeconds()) {
      return false;
    }
    reservedBytes = bytes + bytes / 4;
    renewedAt = now;
    return true;
  }

  private long append(ChatEvent event) {
    DeltaRun deltaRun = new DeltaRun(event);
    runs.addLast(deltaRun);
    return deltaRun.sizeInBytes();
  }

  /** The logged events after this sequence. */
  synchronized List<Missed> eventsAfter(long sequence) {
    return runs.stream()
        .dropWhile(deltaRun -> deltaRun.lastSequence() <= sequence)
        .map(it -> new Missed(Math.max(it.firstSequence(), sequence + 1), it.eventAfter(sequence)))
        .toList();
  }

  /** The sequence of the oldest event; that of the next one if there is none. */
  synchronized long firstSequence() {
    return runs.isEmpty() ? start + 1 : runs.getFirst().firstSequence();
  }

  /** The sequence of the newest event; that after which it starts if there is none. */
  synchronized long lastSequence() {
    return runs.isEmpty() ? start : runs.getLast().lastSequence();
  }

  /** The newest run; null if there is none. */
  synchronized @Nullable DeltaRun newestRun() {
    return runs.peekLast();
  }

  /** The size up to which the cache need not weigh it again, in bytes. */
  synchronized long reservedBytes() {
    return reservedBytes;
  }
}
