package dev.animus4j.chat;

import dev.animus4j.chat.OverlapPolicy.Policy;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queue of the exchanges of a conversation, and the policy for those that overlap. Confined to its
 * Vert.x context.
 */
final class ExchangeQueue {
  private final ConversationState conversation;
  private final ActiveExchanges activeExchanges;
  private final Deque<QueuedMessage> waiting = new ArrayDeque<>(1);
  private @Nullable QueuedMessage current;

  ExchangeQueue(ConversationState conversation, ActiveExchanges activeExchanges) {
    this.conversation = conversation;
    this.activeExchanges = activeExchanges;
  }

  /**
   * The events of the exchange of a message, which starts when it is its turn. The turn is released
   * however it ends.
   *
   * @param replay records the exchange
   */
  Flowable<ChatEvent> enqueue(
      SentMessage sent, ChatOptions options, ExchangeReplayProcessor replay) {
    return Flowable.defer(() -> orRejection(() -> admit(sent, options, replay), replay));
  }

  /**
   * An exchange that cannot start ends at once, with the reason; one that has started, as it does.
   */
  private Flowable<ChatEvent> orRejection(
      Supplier<Flowable<ChatEvent>> exchange, ExchangeReplayProcessor replay) {
    try {
      return exchange.get();
    } catch (Throwable thrown) {
      Throwable cause = FaultIsolation.failure(thrown);
      replay.setFailure(cause);
      return Exchange.rejection(cause, conversation);
    }
  }

  private Flowable<ChatEvent> admit(
      SentMessage sent, ChatOptions options, ExchangeReplayProcessor replay) {
    Message message = sent.message();
    if (message.role() != Role.USER || message.isEmpty()) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of("animus4j"), "a user must say or show something");
    }
    OverlapPolicy overlap = options.overlap();
    QueuedMessage open = overlap.policy() == Policy.MERGE ? mergeTarget() : null;
    if (open != null) {
      return open.merge(sent, replay);
    }
    QueuedMessage added = add(sent, overlap, replay);
    return Flowable.using(
        () -> added,
        queued -> orRejection(() -> Exchange.events(queued, conversation, options), replay),
        this::remove,
        false);
  }

  /**
   * Adds a message. Fails with {@link AnimusException.Unavailable} if the queue is full.
   *
   * @param replay of what it leads to
   */
  private QueuedMessage add(
      SentMessage sent, OverlapPolicy overlap, ExchangeReplayProcessor replay) {
    QueuedMessage queuedMessage =
        new QueuedMessage(sent, replay, conversation.scheduler(), overlap.debounce());
    if (overlap.policy() == Policy.INTERRUPT) {
      interrupt("newMessage");
      current = null;
    } else if (overlap.policy() == Policy.DROP_STALE) {
      interruptWaiting("stale");
    } else if (current != null && countWaiting() >= overlap.limit()) {
      String why = overlap.limit() == 0 ? "it is busy" : "too many messages wait already";
      throw new AnimusException.Unavailable(
          FailureOrigin.of("this conversation"), why, false, (Duration) null);
    }
    activeExchanges.closeReason().ifPresent(queuedMessage.interruption()::interrupt);
    return startOrQueue(queuedMessage);
  }

  /** The message that a further one can be merged into; null when there is none. */
  private @Nullable QueuedMessage mergeTarget() {
    QueuedMessage last = waiting.isEmpty() ? current : waiting.getLast();
    return last != null && last.isOpen() && !last.interruption().isInterrupted() ? last : null;
  }

  /** Interrupts the running exchange and those that wait. */
  void interrupt(String reason) {
    interruptWaiting(reason);
    if (current != null) {
      current.interruption().interrupt(reason);
    }
  }

  /** Interrupts the one that matches, if it is running or waits. */
  void interruptIf(Predicate<QueuedMessage> which, String reason) {
    Stream.concat(Stream.ofNullable(current), List.copyOf(waiting).stream())
        .filter(which)
        .forEach(queuedMessage -> queuedMessage.interruption().interrupt(reason));
  }

  private void remove(QueuedMessage queuedMessage) {
    waiting.remove(queuedMessage);
    if (queuedMessage == current) {
      current = waiting.poll();
      if (current != null) {
        current.start();
      }
    }
  }

  private QueuedMessage startOrQueue(QueuedMessage queuedMessage) {
    if (current == null) {
      current = queuedMessage;
      queuedMessage.start();
    } else {
      waiting.add(queuedMessage);
      queuedMessage.setPosition(countWaiting());
    }
    return queuedMessage;
  }

  /** Those that are interrupted wait only for their end to be stored. */
  private int countWaiting() {
    return (int) waiting.stream().filter(it -> !it.interruption().isInterrupted()).count();
  }

  private void interruptWaiting(String reason) {
    List.copyOf(waiting).forEach(queuedMessage -> queuedMessage.interruption().interrupt(reason));
  }
}
