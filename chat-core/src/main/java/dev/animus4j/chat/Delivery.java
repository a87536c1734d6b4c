package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.concatArray;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.Recording;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.turn.Turn;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Delivers what a model said, whole or in turns. What is announced as complete is remembered. */
final class Delivery {
  private final Conversation conversation;
  private final ChatOptions options;
  private final Interruption interruption;
  private final Recording recording;

  Delivery(Conversation conversation, ChatOptions options, Pass pass) {
    this.conversation = conversation;
    this.options = options;
    this.interruption = pass.interruption();
    this.recording = pass.recording();
  }

  /** The words that were told after this event. */
  String words(long sequence) {
    return recording.words(sequence);
  }

  /** How {@code reply} will be said. */
  Answer answer(ChatReply reply) {
    List<Turn> turns =
        options.autoTurn() == null
            ? List.of()
            : options.autoTurn().turns(reply, conversation.with().random());
    return new Answer(reply, turns);
  }

  Flowable<Draft> of(MessageType type, Answer answer) {
    return answer.turns().isEmpty()
        ? whole(type, answer.reply())
        : inTurns(answer.turns(), answer.reply());
  }

  private Flowable<Draft> whole(MessageType type, ChatReply reply) {
    Flowable<Draft> completed = just(Drafts.completed(type, reply));
    return reply.isEmpty()
        ? completed
        : remember(Turn.only(reply.content()), reply, null).concatWith(completed);
  }

  private Flowable<Draft> inTurns(List<Turn> turns, ChatReply reply) {
    String replyId = conversation.newId();
    ChatReply later = reply.thinking(null);
    return Flowable.fromIterable(turns)
        .concatMap(turn -> turn(turn, turn.isFirst() ? reply : later, replyId));
  }

  /**
   * One turn, after the time it takes to type it.
   *
   * @param reply as much of it as is known: its thoughts are told with this turn
   * @param replyId the same for all turns of an answer
   */
  Flowable<Draft> turn(Turn turn, ChatReply reply, @Nullable String replyId) {
    int dropped = turn.left() + (options.draws(reply) ? 1 : 0);
    return concatArray(
        just(Drafts.started(turn, reply)),
        interruption.pause(turn.delay(), reason -> Drafts.cancelled(dropped, reason)),
        remember(turn, reply, replyId),
        just(Drafts.completed(turn, reply)));
  }

  private Flowable<Draft> remember(Turn turn, ChatReply reply, @Nullable String replyId) {
    Message message =
        Message.assistant(turn.content()).calling(turn.isLast() ? reply.toolCalls() : List.of());
    return conversation
        .remember(
            time ->
                new Entry(
                    message,
                    time,
                    replyId,
                    reply.reasoning(),
                    reply.complianceViolations(),
                    null,
                    false),
            options)
        .toFlowable();
  }
}
