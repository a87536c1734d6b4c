package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.defer;
import static io.reactivex.rxjava3.core.Flowable.error;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolRunUpdate;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.StreamingTurnSplitter;
import dev.animus4j.chat.turn.Turn;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Emits the events of one response while it streams: its tokens, or its turns, each of which starts
 * as soon as it is complete and the one before it is delivered. The model is read ahead meanwhile,
 * as fast as it streams.
 */
final class ReplyStreamer {
  /** Most responses have few parts. */
  private static final int INITIAL_CAPACITY = 8;

  private final ConversationState conversation;
  private final ChatOptions options;
  private final ModerationStep moderation;
  private final TurnDelivery delivery;
  private final @Nullable StreamingTurnSplitter turns;
  private final @Nullable String replyId;
  private final ToolCallRecorder calls;
  private long startSequence = Long.MAX_VALUE;
  private @Nullable SplitReply reply;

  ReplyStreamer(
      ConversationState conversation,
      ChatOptions options,
      ModerationStep moderation,
      TurnDelivery delivery) {
    AutoTurn autoTurn = options.autoTurn();
    RandomGenerator random = conversation.components().random();
    this.conversation = conversation;
    this.options = options;
    this.moderation = moderation;
    this.delivery = delivery;
    this.turns = autoTurn == null ? null : autoTurn.streamingSplitter(random);
    this.replyId = autoTurn == null ? null : conversation.newId();
    this.calls = new ToolCallRecorder(conversation, options);
  }

  /**
   * The events of these parts. When they fail, the history is edited by {@code onFailure}, and the
   * text received but not delivered is appended to the history; when they are interrupted, only the
   * text that was published.
   */
  Flowable<UnstampedEvent> events(
      MessageType type,
      Flowable<ChatUpdate> parts,
      Function<Throwable, UnaryOperator<List<HistoryEntry>>> onFailure) {
    Flowable<Flowable<UnstampedEvent>> steps =
        parts
            .doOnNext(update -> setStart())
            .map(update -> partEvents(type, update))
            .onErrorReturn(Flowable::error)
            .onBackpressureBuffer(INITIAL_CAPACITY, false, true);
    return Flowable.concat(steps)
        .onErrorResumeNext(cause -> failureEvents(cause, onFailure.apply(cause)));
  }

  /** When the first part arrives, all that was recorded before the request is published. */
  private void setStart() {
    startSequence = Math.min(startSequence, conversation.lastSequence().get());
  }

  /** The reply as moderated and delivered, once {@link #events} have completed. */
  SplitReply reply() {
    return Objects.requireNonNull(reply);
  }

  private Flowable<UnstampedEvent> partEvents(MessageType type, ChatUpdate update) {
    if (update instanceof ChatUpdate.TextDelta delta) {
      return turns == null
          ? just(new UnstampedDelta(delta.text(), false))
          : Flowable.concat(turns.add(delta.text()).stream().map(this::turnEvents).toList());
    }
    if (update instanceof ChatUpdate.ReasoningDelta delta) {
      return just(new UnstampedDelta(delta.text(), true));
    }
    if (update instanceof ChatResponse whole) {
      return defer(() -> responseEvents(type, whole));
    }
    if (update instanceof ToolRunUpdate tool) {
      calls.buffer(tool);
      return defer(() -> calls.partEvents(tool));
    }
    return just(
        UnstampedEvents.attemptFailed("chat", ((ChatUpdate.AttemptFailed) update).attempt()));
  }

  private Flowable<UnstampedEvent> turnEvents(Turn turn) {
    return delivery.deliverTurn(turn, ChatResponse.of(turn.content()), replyId);
  }

  private Flowable<UnstampedEvent> responseEvents(MessageType type, ChatResponse whole) {
    if (turns == null || !turns.hasTurns()) {
      return moderation.moderate(
          delivery.split(whole), split -> deliver(split, delivery.deliver(type, split)));
    }
    Turn last = turns.lastTurn(remainingText(turns.remaining(), whole));
    return moderation.moderate(
        new SplitReply(whole, List.of()),
        split -> deliver(split, delivery.deliverTurn(last, split.reply(), replyId)));
  }

  /** From now on the response is what is appended to the history, and not its partial text. */
  private Flowable<UnstampedEvent> deliver(SplitReply split, Flowable<UnstampedEvent> events) {
    reply = split;
    return events;
  }

  /** Of the text that streamed, what the whole response has removed again is not delivered. */
  private static String remainingText(String text, ChatResponse whole) {
    String content = whole.content().strip();
    return !content.isEmpty() && text.endsWith(content) ? content : text;
  }

  /** Ends the open tool calls and appends the partial text, before the failure. */
  private Flowable<UnstampedEvent> failureEvents(
      Throwable cause, UnaryOperator<List<HistoryEntry>> edit) {
    Throwable failure =
        cause instanceof InterruptSignal.ExchangeInterrupted
            ? new AnimusException.Cancelled(
                FailureOrigin.of("animus4j"), "the answer was interrupted")
            : cause;
    return calls
        .failureEvents(failure)
        .concatWith(appendPartial(cause, edit))
        .concatWith(error(cause));
  }

  /**
   * Appends the text first, so that it precedes the next user message; tool results are paired with
   * their calls wherever they are.
   */
  private Flowable<UnstampedEvent> appendPartial(
      Throwable cause, UnaryOperator<List<HistoryEntry>> edit) {
    Function<Instant, @Nullable HistoryEntry> partial = time -> partialEntry(cause, time);
    return conversation
        .recorder()
        .append(Stream.concat(Stream.of(partial), calls.pendingEntries()).toList(), edit, options)
        .toFlowable();
  }

  /** On interruption, turns that have not started are dropped and not appended. */
  private String undeliveredText(Throwable cause) {
    if (turns == null) {
      return delivery.textAfter(startSequence);
    }
    return cause instanceof InterruptSignal.ExchangeInterrupted ? "" : turns.remaining();
  }

  /** Created when it is stored: only then all tokens before are published. */
  private @Nullable HistoryEntry partialEntry(Throwable cause, Instant time) {
    String text = reply == null ? undeliveredText(cause) : "";
    return text.isBlank()
        ? null
        : new HistoryEntry(Message.assistant(text), time, replyId, null, List.of(), null, true);
  }
}
