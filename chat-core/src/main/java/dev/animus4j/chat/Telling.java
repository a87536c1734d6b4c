package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.defer;
import static io.reactivex.rxjava3.core.Flowable.error;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolPart;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.StreamedTurns;
import dev.animus4j.chat.turn.Turn;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells one answer while it comes: word by word, or in turns, of which each begins as soon as it is
 * complete and its predecessor delivered. The model is read on meanwhile, as fast as it speaks.
 */
final class Telling {
  /** Room at first: most answers have few parts. */
  private static final int FEW = 8;

  private final Conversation conversation;
  private final ChatOptions options;
  private final Judgement judgement;
  private final Delivery delivery;
  private final @Nullable StreamedTurns turns;
  private final @Nullable String replyId;
  private final OpenCalls calls;
  private final long begun;
  private boolean replied;

  Telling(Conversation conversation, ChatOptions options, Judgement judgement, Delivery delivery) {
    AutoTurn rules = options.autoTurn();
    this.conversation = conversation;
    this.options = options;
    this.judgement = judgement;
    this.delivery = delivery;
    this.begun = conversation.told().get();
    this.turns = rules == null ? null : rules.streamed(conversation.with().random());
    this.replyId = rules == null ? null : conversation.newId();
    this.calls = new OpenCalls(conversation, options);
  }

  /**
   * The answer that has these parts. What was heard, but not delivered, of one that breaks off is
   * kept; of one that is interrupted only what was told.
   *
   * @param then what follows the delivery of the reply
   */
  Flowable<Draft> of(
      MessageType type, Flowable<ChatPart> parts, Function<ChatReply, Flowable<Draft>> then) {
    Flowable<Flowable<Draft>> steps =
        parts
            .map(
                part ->
                    part instanceof ChatReply reply
                        ? defer(() -> replied(type, reply, then))
                        : step(part))
            .onErrorReturn(Flowable::error)
            .onBackpressureBuffer(FEW, false, true);
    return Flowable.concat(steps).onErrorResumeNext(this::broken);
  }

  private Flowable<Draft> step(ChatPart part) {
    if (part instanceof ChatPart.Words words) {
      return turns == null
          ? just(Drafts.tokens(words.text()))
          : Flowable.concat(turns.add(words.text()).stream().map(this::turn).toList());
    }
    if (part instanceof ToolPart tool) {
      calls.heard(tool);
      return defer(() -> calls.told(tool));
    }
    return just(Drafts.attemptFailed("chat", ((ChatPart.AttemptFailed) part).attempt()));
  }

  private Flowable<Draft> turn(Turn turn) {
    return delivery.turn(turn, ChatReply.of(turn.content()), replyId);
  }

  private Flowable<Draft> replied(
      MessageType type, ChatReply reply, Function<ChatReply, Flowable<Draft>> then) {
    if (turns == null || !turns.begun()) {
      return judgement.of(
          delivery.answer(reply),
          answer ->
              saying(delivery.of(type, answer))
                  .concatWith(defer(() -> then.apply(answer.reply()))));
    }
    Turn last = turns.last(rest(turns.rest(), reply));
    return judgement.of(
        new Answer(reply, List.of()),
        answer ->
            saying(delivery.turn(last, answer.reply(), replyId))
                .concatWith(defer(() -> then.apply(answer.reply()))));
  }

  /** From now on it is a reply that is remembered, and not what was heard of it. */
  private Flowable<Draft> saying(Flowable<Draft> delivered) {
    replied = true;
    return delivered;
  }

  /** The words count; but what the reply has taken back in the end is not told any more. */
  private static String rest(String words, ChatReply reply) {
    String content = reply.content().strip();
    return !content.isEmpty() && words.endsWith(content) ? content : words;
  }

  /** The end of what was begun, and then the failure. */
  private Flowable<Draft> broken(Throwable cause) {
    Throwable why =
        cause instanceof Interruption.Cut
            ? new AnimusException.Cancelled(Origin.of("animus4j"), "the answer was interrupted")
            : cause;
    return calls.failed(why).concatWith(keep(cause)).concatWith(error(cause));
  }

  /** The words first, before the user's next ones; answers find their calls by themselves. */
  private Flowable<Draft> keep(Throwable cause) {
    String left = replied ? "" : undelivered(cause);
    Stream<Function<Instant, Entry>> words =
        left.isBlank() ? Stream.empty() : Stream.of(time -> unfinished(left, time));
    return conversation
        .rememberAll(Stream.concat(words, calls.cut()).toList(), options)
        .toFlowable();
  }

  /** Of turns that nobody has seen, the user who interrupts shall find nothing remembered. */
  private String undelivered(Throwable cause) {
    if (turns == null) {
      return delivery.words(begun);
    }
    return cause instanceof Interruption.Cut ? "" : turns.rest();
  }

  private Entry unfinished(String words, Instant time) {
    return new Entry(Message.assistant(words), time, replyId, null, List.of(), null, true);
  }
}
