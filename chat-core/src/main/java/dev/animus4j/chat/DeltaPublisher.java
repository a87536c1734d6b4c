package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.StoredEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Publishes deltas at once, with numbers that are reserved, and has them stored within a second.
 * They wait while an event before them is not stored yet, so that numbers stay in order.
 */
final class DeltaPublisher {
  private static final int MAX_CHARS = 4_096;
  private static final long MILLIS = 1_000;

  private final ConversationState conversation;
  private final LongSupplier reserved;
  private final Runnable whenDue;
  private final UnstoredDeltas unstored = new UnstoredDeltas();
  private boolean held;
  private boolean scheduled;
  private boolean due;

  /**
   * A publisher of deltas.
   *
   * @param reserved the last number that may be published before it is stored
   * @param whenDue called when deltas should be stored
   */
  DeltaPublisher(ConversationState conversation, LongSupplier reserved, Runnable whenDue) {
    this.conversation = conversation;
    this.reserved = reserved;
    this.whenDue = whenDue;
  }

  /** Publishes the deltas at the head of the queue. */
  void publish(RecordQueue queue) {
    PendingRecord next = queue.peek();
    while (!held && next != null && next.isDelta() && hasNumber()) {
      publish(queue.remove());
      next = queue.peek();
    }
    if (unstored.length() >= MAX_CHARS) {
      setDue();
    } else if (!unstored.isEmpty() && !scheduled) {
      scheduled = true;
      conversation.scheduler().scheduleDirect(this::setDueInTime, MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean hasNumber() {
    return conversation.lastSequence().get() < reserved.getAsLong();
  }

  private void publish(PendingRecord delta) {
    RecordedExchange exchange = Objects.requireNonNull(delta.exchange());
    long sequence = conversation.lastSequence().incrementAndGet();
    UnstampedDelta text = (UnstampedDelta) Objects.requireNonNull(delta.event());
    ChatEvent event = exchange.stamp(text, conversation.stamp(exchange.id(), sequence));
    unstored.add(event, text.text());
    delta.listener().onStored(conversation.publish(event));
  }

  private void setDueInTime() {
    scheduled = false;
    if (!unstored.isEmpty()) {
      setDue();
    }
  }

  private void setDue() {
    due = true;
    whenDue.run();
  }

  /** Whether the deltas are to be stored although nothing else is. */
  boolean areDue() {
    return due;
  }

  /** Takes all deltas that are to be stored; further ones wait if events are stored with them. */
  List<StoredEvent> take(boolean hold) {
    held = hold;
    due = false;
    return unstored.take();
  }

  /** Puts back deltas that could not be stored. */
  void restore(List<StoredEvent> taken) {
    unstored.restore(taken);
  }

  /** Lets deltas be published again. */
  void release() {
    held = false;
  }

  /** Forgets the deltas that are not stored. */
  void clear() {
    var unused = unstored.take();
    due = false;
  }
}
