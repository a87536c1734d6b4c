package dev.animus4j.chat;

import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.function.Function;

/**
 * Lets go on only with what the client's guardrail lets pass, and tells what it does not. Until
 * then, nothing is told, remembered or asked. Without a guardrail it is not in the way.
 */
final class Judgement {
  private final Conversation conversation;
  private final ChatOptions options;
  private final Interruption interruption;
  private final Guard guard;

  Judgement(Conversation conversation, ChatOptions options, Interruption interruption) {
    this.conversation = conversation;
    this.options = options;
    this.interruption = interruption;
    this.guard = conversation.with().guard();
  }

  /** Goes on with what may be answered of what the user says. */
  Flowable<Draft> of(Message said, Function<Message, Flowable<Draft>> then) {
    if (!guard.judges(Stage.INPUT)) {
      return then.apply(said);
    }
    Matter matter =
        new Matter(Stage.INPUT, conversation.id(), said.content(), said.attachments(), List.of());
    return rulings(List.of(matter), 1).concatMap(found -> answered(found.get(0), said, then));
  }

  /** Goes on with what may be said of an answer; fails if that is nothing. */
  Flowable<Draft> of(Answer answer, Function<Answer, Flowable<Draft>> then) {
    List<Matter> matters = guard.judgesAnswers() ? answer.matters(conversation.id()) : List.of();
    return matters.isEmpty()
        ? then.apply(answer)
        : rulings(matters, answer.size(options)).concatMap(found -> said(found, answer, then));
  }

  /** A request for an answer that nobody hears before it is judged: for all of it at once. */
  ChatRequest asking(ChatRequest request) {
    return guard.judges(Stage.OUTPUT) ? request.streaming(false) : request;
  }

  /**
   * The parts of an answer that may be told before it is judged; of a model that streams anyway.
   */
  Flowable<ChatPart> heard(Flowable<ChatPart> parts) {
    return guard.judges(Stage.OUTPUT)
        ? parts.filter(part -> !(part instanceof ChatPart.Words))
        : parts;
  }

  private Flowable<List<Ruling>> rulings(List<Matter> matters, int awaited) {
    Flowable<List<Ruling>> rulings =
        Flowable.fromIterable(matters)
            .concatMapEager(m -> guard.ruling(m, conversation.scheduler()).toFlowable())
            .toList()
            .toFlowable();
    return interruption.cutting(rulings, reason -> Drafts.cancelled(awaited, reason));
  }

  private static Flowable<Draft> answered(
      Ruling ruling, Message said, Function<Message, Flowable<Draft>> then) {
    String text = ruling.text();
    return told(List.of(ruling))
        .concatWith(
            text == null ? Flowable.error(ruling.refusal()) : then.apply(said.saying(text)));
  }

  private static Flowable<Draft> said(
      List<Ruling> rulings, Answer answer, Function<Answer, Flowable<Draft>> then) {
    Answer left = answer.ruled(rulings);
    Flowable<Draft> refused =
        Flowable.fromIterable(rulings)
            .filter(ruling -> ruling.text() == null && ruling.matter().stage() != Stage.REASONING)
            .take(left.reply().isEmpty() ? 1 : 0)
            .concatMap(ruling -> Flowable.error(ruling.refusal()));
    return Flowable.concatArray(told(rulings), refused, Flowable.defer(() -> then.apply(left)));
  }

  private static Flowable<Draft> told(List<Ruling> rulings) {
    return Flowable.fromIterable(rulings).filter(r -> !r.isAllowed()).map(Drafts::moderated);
  }
}
