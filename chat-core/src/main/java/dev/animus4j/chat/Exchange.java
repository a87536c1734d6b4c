package dev.animus4j.chat;

import static dev.animus4j.chat.event.MessageType.FOLLOW_UP;
import static dev.animus4j.chat.event.MessageType.REGULAR;
import static io.reactivex.rxjava3.core.Flowable.concatArray;
import static io.reactivex.rxjava3.core.Flowable.defer;
import static io.reactivex.rxjava3.core.Flowable.empty;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.FollowUpBlockReason;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.PromptMessageConverter;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The events of one exchange: all that follows from one message of a user, as one stream. {@link
 * #run} and {@link #respond} are the whole flow, in the order of the package's description.
 */
final class Exchange {
  /** A follow-up answers no new message. */
  private static final Message NO_MESSAGE = Message.user("");

  private final ConversationState conversation;
  private final ChatOptions options;
  private final InterruptSignal interruption;
  private final DeadlineEnforcer deadlines;
  private final ModerationStep moderation;
  private final boolean mayBeKnown;
  private final TurnDelivery delivery;
  private final ReplyImages images;
  private final ExchangeTotals totals;
  private final RefusalRecovery recovery;

  private Exchange(
      ConversationState conversation,
      ChatOptions options,
      QueuedMessage queued,
      ExchangeTotals totals) {
    this.conversation = conversation;
    this.options = options;
    this.mayBeKnown = queued.mayBeKnown();
    this.interruption = queued.interruption();
    this.deadlines = new DeadlineEnforcer(options.deadlines(), conversation.scheduler());
    this.moderation = new ModerationStep(conversation, options, interruption);
    this.delivery = new TurnDelivery(conversation, options, queued);
    this.images = new ReplyImages(conversation, options, deadlines, delivery);
    this.totals = totals;
    this.recovery = new RefusalRecovery();
  }

  /** Starts when the queue lets the message through. Failures are events; it does not fail. */
  static Flowable<ChatEvent> events(
      QueuedMessage queued, ConversationState conversation, ChatOptions options) {
    ExchangeTotals totals = new ExchangeTotals();
    Flowable<UnstampedEvent> exchange =
        defer(() -> new Exchange(conversation, options, queued, totals).run(queued.message()));
    Flowable<UnstampedEvent> waiting = queued.awaitTurn(conversation.components().guardrail());
    queued.setExchange(new RecordedExchange(conversation.newId(), totals));
    return record(
        queued.exchange(),
        waiting.concatWith(exchange).doOnError(queued.replay()::setFailure),
        conversation);
  }

  /** An exchange that fails before it starts. */
  static Flowable<ChatEvent> rejection(Throwable cause, ConversationState conversation) {
    String id = UUID.randomUUID().toString();
    return record(
        new RecordedExchange(id, new ExchangeTotals()), Flowable.error(cause), conversation);
  }

  /** Records each event, a failure included, and at the end that the exchange is completed. */
  private static Flowable<ChatEvent> record(
      RecordedExchange exchange, Flowable<UnstampedEvent> events, ConversationState conversation) {
    long start = conversation.elapsedMillis();
    Single<UnstampedEvent> completed =
        Single.fromCallable(
            () -> exchange.totals().exchangeCompleted(conversation.elapsedMillis() - start));
    return conversation
        .recorder()
        .record(exchange, events.onErrorReturn(UnstampedEvents::finalEvent).concatWith(completed));
  }

  private Flowable<UnstampedEvent> run(Message message) {
    return moderation.moderate(
        message,
        moderated ->
            moderated.attachments().isEmpty()
                ? appendAndRespond(moderated)
                : conversation
                    .storeAttachments(moderated, options)
                    .flatMapPublisher(this::appendAndRespond),
        delivery::deliverAnswer);
  }

  private Flowable<UnstampedEvent> appendAndRespond(Message message) {
    return conversation
        .userMessages()
        .append(message, mayBeKnown, options)
        .concatWith(defer(() -> respond(REGULAR, message, options.followUps().limit())))
        .doOnError(cause -> markUnanswered(message, cause));
  }

  /** After an interruption the message counts as answered: the same text again is a new entry. */
  private void markUnanswered(Message message, Throwable cause) {
    boolean isInterruption = cause instanceof InterruptSignal.ExchangeInterrupted;
    if (!isInterruption && !PromptReduction.isRefusal(cause)) {
      conversation.userMessages().markUnanswered(message);
    }
  }

  /** A refused message is kept, and not sent again; that of a follow-up was answered. */
  private static UnaryOperator<List<HistoryEntry>> editAfter(Throwable cause, Message message) {
    return PromptReduction.isRefusal(cause) && !message.isEmpty()
        ? RefusalRecovery.exclusionOf(message)
        : Recorder.UNCHANGED;
  }

  private Flowable<UnstampedEvent> respond(MessageType type, Message message, int followUpsLeft) {
    ReplyStreamer reply = new ReplyStreamer(conversation, options, moderation, delivery);
    return concatArray(
        just(UnstampedEvents.messageStarted(type)),
        reply.events(type, responseParts(type, message), cause -> editAfter(cause, message)),
        defer(this::excludeOmitted),
        defer(() -> images.inlineImageEvents(reply.reply().reply())),
        defer(() -> images.promisedImageEvents(reply.reply())),
        defer(() -> followUpEvents(reply.reply().reply(), followUpsLeft)));
  }

  /** Nothing waits for it, so that a message that interrupts finds this exchange at its end. */
  private Flowable<UnstampedEvent> excludeOmitted() {
    var unused =
        conversation
            .recorder()
            .append(List.of(), recovery.exclusionOfOmitted(), options)
            .subscribe();
    return empty();
  }

  private Flowable<ChatUpdate> responseParts(MessageType type, Message message) {
    Flowable<ChatUpdate> parts =
        conversation
            .prompt(message, options)
            .flatMapPublisher(entries -> recovery.send(entries, sent -> callModel(type, sent)))
            .compose(moderation::dropUnmoderatedText)
            .compose(FinalResultContract.of(ChatResponse.class, conversation.scheduler()))
            .doOnNext(totals::addUsage);
    return interruption.takeUntilInterrupted(
        parts, reason -> UnstampedEvents.messagesCancelled(1, reason));
  }

  /** Each request of a tool loop has its own deadlines, and all of them the exchange's. */
  private Flowable<ChatUpdate> callModel(MessageType type, List<HistoryEntry> entries) {
    List<Message> messages = PromptMessageConverter.of(entries);
    ChatRequest request = moderation.adaptRequest(options.request(type, messages));
    Flowable<ChatUpdate> parts = conversation.model(deadlines::limitResponse).stream(request);
    return request.features().tools().isEmpty() ? parts : deadlines.limitExchange(parts);
  }

  private Flowable<UnstampedEvent> followUpEvents(ChatResponse response, int left) {
    if (!response.next() || options.autoTurn() == null) {
      return empty();
    }
    FollowUpBlockReason reason = blockReason(response, left);
    return reason == null ? followUp(left - 1) : just(UnstampedEvents.followUpBlocked(reason));
  }

  /** Why there is no follow-up; null when there is one. */
  private @Nullable FollowUpBlockReason blockReason(ChatResponse response, int left) {
    if (options.generatesImage(response) || !response.images().isEmpty()) {
      return FollowUpBlockReason.IMAGE;
    }
    if (options.maxHistoryMessages() == 0) {
      return FollowUpBlockReason.NO_HISTORY;
    }
    return left == 0 ? FollowUpBlockReason.LIMIT : null;
  }

  private Flowable<UnstampedEvent> followUp(int left) {
    Duration delay = options.followUps().delay();
    return concatArray(
        just(UnstampedEvents.followUpScheduled(delay.toMillis())),
        interruption.pause(
            delay, reason -> UnstampedEvents.followUpBlocked(FollowUpBlockReason.INTERRUPTED)),
        defer(() -> respond(FOLLOW_UP, NO_MESSAGE, left)));
  }
}
