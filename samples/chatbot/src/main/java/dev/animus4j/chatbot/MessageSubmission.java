package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent.AttemptFailed;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUpLimits;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/**
 * Submits messages of users: sent once the memory for their prompt is available, and recorded in
 * the server state. They are processed also if the client disconnects.
 */
final class MessageSubmission {
  /** Bytes of a request apart from its texts and images. */
  private static final long REQUEST = 32 << 10;

  /** The maximum bytes of images sent to a model. */
  private static final long MAX_IMAGE_BYTES = 20 << 20;

  private final ChatEvents events;
  private final ServerState serverState;
  private final ConversationErasure conversationErasure;
  private final ConversationOpening conversationOpening;

  MessageSubmission(
      ChatEvents events,
      ServerState serverState,
      ConversationErasure conversationErasure,
      ConversationOpening conversationOpening) {
    this.events = events;
    this.serverState = serverState;
    this.conversationErasure = conversationErasure;
    this.conversationOpening = conversationOpening;
  }

  /** A message of a user, with an id that identifies its repetitions. */
  record UserMessage(ClientSession owner, Chat chat, String id, Message message) {
    List<String> idempotencyKey() {
      return List.of(chat.id(), id);
    }
  }

  /** Starts the exchange of a message; repetitions get the same one, unless it had no result. */
  Single<String> submit(UserMessage userMessage) {
    return serverState
        .tasks()
        .submitOnce(userMessage.idempotencyKey(), () -> submitOnce(userMessage));
  }

  private Single<String> submitOnce(UserMessage userMessage) {
    ActiveTasks.Task task = serverState.tasks().register(userMessage.owner, userMessage.chat.id());
    return conversationOpening
        .open(userMessage.owner, userMessage.chat)
        .andThen(Flowable.fromIterable(userMessage.message.attachments()))
        .ofType(Attachment.Reference.class)
        .concatMapSingle(attached -> serverState.images().size(attached.location()))
        .reduce(0L, Long::sum)
        .flatMap(bytes -> admit(userMessage, bytes, task))
        .doOnError(refused -> task.complete());
  }

  private Single<String> admit(UserMessage userMessage, long bytes, ActiveTasks.Task task) {
    String id = userMessage.chat.id();
    long attached = Math.min(MAX_IMAGE_BYTES, bytes + serverState.usage().promptImageBytes(id));
    long weight = REQUEST + serverState.usage().promptTextBytes(id) + attached;
    if (!serverState.modelRequests().hasRoom(userMessage.owner, weight)) {
      userMessage.chat.interrupt(); // frees the memory of the running exchange
    }
    return serverState
        .modelRequests()
        .acquire(userMessage.owner, weight)
        .flatMap(
            permit ->
                events
                    .lastSequence(id)
                    .map(last -> new Admission(permit, task, bytes, last))
                    .flatMap(admission -> startExchange(userMessage, admission))
                    .doOnError(refused -> permit.release()));
  }

  /**
   * Right to start an exchange.
   *
   * @param bytes of the attachments
   * @param lastSequence of the events before; if the exchange has these, an earlier process was
   *     sent the same message
   */
  private record Admission(
      FairByteLimiter.Permit permit, ActiveTasks.Task task, long bytes, long lastSequence) {}

  private Single<String> startExchange(UserMessage userMessage, Admission admission) {
    admission.task.start();
    serverState.usage().recordMessage(userMessage.chat.id(), admission.bytes);
    Flowable<ChatEvent> exchange =
        userMessage.chat.sendOnce(userMessage.id, userMessage.message, options(userMessage.chat));
    var unused =
        exchange
            .doFinally(admission.permit::release)
            .doFinally(admission.task::complete)
            .filter(event -> event.sequence() > admission.lastSequence)
            .subscribe(
                event -> recordEvent(event, userMessage, admission.permit),
                cutOff -> serverState.tasks().forget(userMessage.idempotencyKey()));
    return exchange
        .firstOrError()
        .map(ChatEvent::exchangeId)
        .onErrorResumeNext(
            failure ->
                Single.error(
                    failure instanceof AnimusException.Cancelled
                        ? Problem.conversationDeleted()
                        : failure));
  }

  /** Disables follow-ups with images, which would be sent to the model again. */
  private ChatOptions options(Chat chat) {
    ChatOptions options = chat.options();
    return serverState.usage().promptImageBytes(chat.id()) == 0
        ? options
        : withoutFollowUps(options);
  }

  /** The same options without follow-ups. */
  static ChatOptions withoutFollowUps(ChatOptions options) {
    AutoTurn autoTurn = options.autoTurn();
    return autoTurn == null
        ? options
        : options.withAutoTurn(autoTurn.withFollowUps(FollowUpLimits.NONE));
  }

  private void recordEvent(
      ChatEvent event, UserMessage userMessage, FairByteLimiter.Permit permit) {
    if (isResponse(event)) {
      permit.release();
    }
    if (event instanceof ImageGenerationCompleted generated) {
      serverState
          .images()
          .register(userMessage.owner, generated.picture().imageUrl(), generated.picture().bytes());
    }
    if (event instanceof ExchangeCompleted completed
        && completed.messages() + completed.images() == 0) {
      serverState.tasks().forget(userMessage.idempotencyKey());
    }
    conversationErasure.evict(serverState.usage().recordEvent(userMessage.owner, event));
    if (event instanceof ExchangeCompleted) {
      conversationErasure.trim(userMessage.chat);
    }
  }

  /** Whether the model has responded, so that the memory of its prompt can be released. */
  private static boolean isResponse(ChatEvent event) {
    boolean isStart =
        event instanceof MessageStarted started && started.messageType() == MessageType.REGULAR;
    return !isStart
        && !(event instanceof MessageReceived)
        && !(event instanceof MessageQueued)
        && !(event instanceof AttemptFailed)
        && !(event instanceof ToolEvent);
  }
}
