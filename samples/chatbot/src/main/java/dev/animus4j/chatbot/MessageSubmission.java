package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
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
import dev.animus4j.chat.turn.FollowUpLimits;
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

  private final ServerState serverState;
  private final ConversationErasure conversationErasure;

  MessageSubmission(ServerState serverState, ConversationErasure conversationErasure) {
    this.serverState = serverState;
    this.conversationErasure = conversationErasure;
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
    return Flowable.fromIterable(userMessage.message.attachments())
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
                Single.defer(() -> startExchange(userMessage, bytes, permit, task))
                    .doOnError(refused -> permit.release()));
  }

  private Single<String> startExchange(
      UserMessage userMessage, long bytes, FairByteLimiter.Permit permit, ActiveTasks.Task task) {
    task.start();
    serverState.usage().recordMessage(userMessage.chat.id(), bytes);
    Flowable<ChatEvent> exchange =
        userMessage.chat.send(userMessage.message, options(userMessage.chat));
    var unused =
        exchange
            .doFinally(permit::release)
            .doFinally(task::complete)
            .subscribe(event -> recordEvent(event, userMessage, permit, task));
    return exchange.firstOrError().map(ChatEvent::exchangeId);
  }

  /** Disables follow-ups with images, which would be sent to the model again. */
  private ChatOptions options(Chat chat) {
    ChatOptions options = chat.options();
    return options.autoTurn() == null || serverState.usage().promptImageBytes(chat.id()) == 0
        ? options
        : options.withAutoTurn(options.autoTurn().withFollowUps(FollowUpLimits.NONE));
  }

  private void recordEvent(
      ChatEvent event,
      UserMessage userMessage,
      FairByteLimiter.Permit permit,
      ActiveTasks.Task task) {
    if (isResponse(event)) {
      permit.release();
    }
    if (event instanceof ImageGenerationCompleted generated) {
      serverState
          .images()
          .register(userMessage.owner, generated.picture().imageUrl(), generated.picture().bytes());
      task.addImage(generated.picture().imageUrl());
    }
    if (event instanceof ExchangeCompleted completed
        && completed.messages() + completed.images() == 0) {
      serverState.tasks().forget(userMessage.idempotencyKey());
    }
    conversationErasure.erase(serverState.usage().recordEvent(userMessage.owner, event));
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
