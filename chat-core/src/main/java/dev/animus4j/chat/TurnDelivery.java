package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.concatArray;
import static io.reactivex.rxjava3.core.Flowable.defer;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.turn.Turn;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a response, whole or in turns. Each message is appended to the history before its
 * completion is published.
 */
final class TurnDelivery {
  private final ConversationState conversation;
  private final ChatOptions options;
  private final InterruptSignal interruption;
  private final ExchangeReplayProcessor replay;

  TurnDelivery(ConversationState conversation, ChatOptions options, QueuedMessage queuedMessage) {
    this.conversation = conversation;
    this.options = options;
    this.interruption = queuedMessage.interruption();
    this.replay = queuedMessage.replay();
  }

  /** The text of the tokens published after this sequence. */
  String textAfter(long sequence) {
    return replay.textAfter(sequence);
  }

  /** The turns in which a response is delivered. */
  SplitReply split(ChatResponse response) {
    List<Turn> turns =
        options.autoTurn() == null
            ? List.of()
            : options.autoTurn().turns(response, conversation.components().random());
    return new SplitReply(response, turns);
  }

  Flowable<UnstampedEvent> deliver(MessageType type, SplitReply split) {
    return split.turns().isEmpty()
        ? deliverWhole(type, split.reply())
        : deliverTurns(split.turns(), split.reply());
  }

  /** A message of the guardrail, instead of a reply or an image. */
  Flowable<UnstampedEvent> deliverAnswer(String text) {
    return concatArray(
        just(UnstampedEvents.messageStarted(MessageType.REGULAR)),
        defer(() -> deliverWhole(MessageType.REGULAR, ChatResponse.of(text))));
  }

  /** Fails if the exchange was interrupted before {@code dropped} messages were delivered. */
  Flowable<UnstampedEvent> checkInterruption(int dropped) {
    return interruption.check(reason -> UnstampedEvents.messagesCancelled(dropped, reason));
  }

  /** The same flow, failed if the exchange is interrupted before {@code dropped} messages. */
  <T> Flowable<T> untilInterrupted(Flowable<T> flow, int dropped) {
    return interruption.takeUntilInterrupted(
        flow, reason -> UnstampedEvents.messagesCancelled(dropped, reason));
  }

  private Flowable<UnstampedEvent> deliverWhole(MessageType type, ChatResponse response) {
    UnstampedEvent completed = UnstampedEvents.messageCompleted(type, response);
    return response.isEmpty()
        ? just(completed)
        : append(Turn.single(response.content()), response, null, completed);
  }

  private Flowable<UnstampedEvent> deliverTurns(List<Turn> turns, ChatResponse response) {
    String replyId = conversation.newId();
    ChatResponse later = response.withReasoning(null);
    return Flowable.fromIterable(turns)
        .concatMap(turn -> deliverTurn(turn, turn.isFirst() ? response : later, replyId));
  }

  /**
   * The events of one turn, after its typing delay.
   *
   * @param response as far as it is known: its reasoning is published with this turn
   * @param replyId the same for all turns of a response
   */
  Flowable<UnstampedEvent> deliverTurn(Turn turn, ChatResponse response, @Nullable String replyId) {
    int dropped = turn.remaining() + (options.generatesImage(response) ? 1 : 0);
    return concatArray(
        just(UnstampedEvents.messageStarted(turn, response)),
        interruption.pause(
            turn.delay(), reason -> UnstampedEvents.messagesCancelled(dropped, reason)),
        append(turn, response, replyId, UnstampedEvents.messageCompleted(turn, response)));
  }

  /** The event of its completion, with which it becomes part of the history. */
  private Flowable<UnstampedEvent> append(
      Turn turn, ChatResponse response, @Nullable String replyId, UnstampedEvent completed) {
    Message message =
        Message.assistant(turn.content())
            .withToolCalls(turn.isLast() ? response.toolCalls() : List.of())
            .withState(turn.isLast() ? response.metadata().state() : null);
    Function<Instant, HistoryEntry> entry =
        time ->
            new HistoryEntry(
                    message,
                    time,
                    replyId,
                    response.reasoning(),
                    response.complianceViolations(),
                    null,
                    false)
                .withFinishReason(turn.isLast() ? response.metadata().finish() : null);
    return conversation.recorder().append(List.of(entry), completed, options);
  }
}
