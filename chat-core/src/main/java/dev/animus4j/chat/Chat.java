package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** One conversation. Thread-safe. */
public final class Chat {
  private final ConversationState conversation;
  private final ChatOptions options;
  private final ActiveExchanges activeExchanges;
  private final ExchangeStarter exchanges;

  Chat(
      ConversationState conversation,
      ChatOptions options,
      ActiveExchanges activeExchanges,
      IdempotentSends sends) {
    this.conversation = conversation;
    this.options = options;
    this.activeExchanges = activeExchanges;
    this.exchanges = new ExchangeStarter(this, conversation, activeExchanges, sends);
  }

  /** The id by which {@link AnimusClient#chat(String)} finds it. */
  public String id() {
    return conversation.id();
  }

  Scheduler scheduler() {
    return conversation.scheduler();
  }

  /** The sequence of its latest event. */
  AtomicLong lastSequence() {
    return conversation.lastSequence();
  }

  /** Its options, from which those of {@link #send(String, ChatOptions)} may be derived. */
  public ChatOptions options() {
    return options;
  }

  /** The events of this conversation, as they are published. */
  public ChatEvents events() {
    return conversation.components().events().conversation(id());
  }

  /** Its history, to read and to edit. */
  public ChatHistory history() {
    return new ChatHistory(id(), conversation.components().history());
  }

  /** Sends a message of the user; see {@link #send(Message, ChatOptions)}. */
  public Flowable<ChatEvent> send(String text) {
    return send(text, options);
  }

  /** Sends a message of the user with other options; see {@link #send(Message, ChatOptions)}. */
  public Flowable<ChatEvent> send(String text, ChatOptions options) {
    return send(Message.user(text), options);
  }

  /** Sends a message of the user with attachments; see {@link #send(Message, ChatOptions)}. */
  public Flowable<ChatEvent> send(Message message) {
    return send(message, options);
  }

  /**
   * Sends a message of the user, with options for this exchange. It starts at once, subscribed to
   * or not. {@link ChatOptions#overlap()} decides what becomes of a response still being delivered;
   * by default it is interrupted, and an image being generated is finished.
   *
   * @return the events of the exchange, up to {@link ExchangeEvent.ExchangeCompleted}, replayed to
   *     every subscriber. It does not fail: failures are events. Cancelling a subscription does not
   *     cancel the exchange, and a slow subscriber does not slow it: events are kept once for all
   *     subscribers, as long as the stream is referenced. A late or slow subscriber gets
   *     consecutive deltas merged; see {@link ExchangeReplayProcessor}. Events are emitted on the
   *     Vert.x context of the subscriber if that is an event loop's, and to a worker or virtual
   *     thread on {@link io.reactivex.rxjava3.schedulers.Schedulers#io}, so that it may block
   */
  public Flowable<ChatEvent> send(Message message, ChatOptions options) {
    return exchanges.send(message, options);
  }

  /** Asks for the whole answer; see {@link #ask(Message, ChatOptions)}. */
  @CheckReturnValue
  public Single<Answer> ask(String text) {
    return ask(Message.user(text), options);
  }

  /**
   * Sends a message as {@link #send(Message, ChatOptions)} does, and waits for all that it leads
   * to. Starts on subscription, anew for each; disposing interrupts the exchange. Fails, with the
   * {@link dev.animus4j.failure.AnimusException} of the model or guardrail, unless the reply was
   * delivered as a whole; {@link dev.animus4j.failure.AnimusException.Cancelled} when another
   * message, or {@link #interrupt()}, interrupted it. A failed image, or follow-up, does not fail
   * it: see {@link Answer}. Emitted where {@link #send(Message, ChatOptions)} emits its events.
   */
  @CheckReturnValue
  public Single<Answer> ask(Message message, ChatOptions options) {
    return exchanges.ask(message, options);
  }

  /**
   * The same with the options of this conversation; see {@link #sendOnce(String, Message,
   * ChatOptions)}.
   */
  public Flowable<ChatEvent> sendOnce(String messageId, String text) {
    return sendOnce(messageId, Message.user(text), options);
  }

  /**
   * Sends a message of the user, unless one with this id was sent before: then it gives the
   * exchange of that one, and no model is called twice. Ids are kept while the exchange runs and
   * for an hour after, within 64 MB of exchanges for the whole client. A message whose exchange
   * delivered nothing may be sent again.
   */
  public Flowable<ChatEvent> sendOnce(String messageId, Message message, ChatOptions options) {
    return exchanges.sendOnce(messageId, message, options);
  }

  /**
   * Interrupts the response being delivered and the messages that wait. What was delivered stays;
   * an image being generated is finished.
   */
  public void interrupt() {
    interruptAll("stopped");
  }

  /** Interrupts one exchange, running or waiting, and no other; nothing when it is over. */
  public void interrupt(String exchangeId) {
    exchanges.interrupt(exchangeId);
  }

  void interruptAll(String reason) {
    exchanges.interruptAll(reason);
  }

  /**
   * Sends a request to the chat model, without moderation, image generation, history, turns or
   * events. Tools with functions are called, on the context of this conversation. A promised image
   * is in {@link ChatResponse#imagePrompt()}. The model and the system message default to those of
   * this conversation. Starts on subscription.
   */
  public Single<ChatResponse> completions(ChatRequest request) {
    return FaultIsolation.single(() -> conversation.model().reply(options.applyDefaults(request)));
  }

  /** The same as a stream: text deltas, tool calls, and last the whole response. */
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    return FaultIsolation.flowable(
        () -> conversation.model().stream(options.applyDefaults(request).withStreaming(true)));
  }

  /**
   * Generates an image, appends it to the history and publishes its events; see {@link
   * #generateImage(ImageRequest)}.
   */
  public Single<Image> generateImage(String prompt) {
    return Single.defer(() -> generateImage(ImageRequest.of(prompt)));
  }

  /**
   * Generates a changed version of {@code inputImageUrl}; see {@link #generateImage(ImageRequest)}.
   */
  public Single<Image> generateImage(String prompt, URI inputImageUrl) {
    return Single.defer(() -> generateImage(ImageRequest.of(prompt).withSource(inputImageUrl)));
  }

  /**
   * Generates an image, appends it to the history and publishes its events, in parallel to any
   * exchange; a guardrail moderates the prompt first. Starts on subscription, anew for each;
   * cancelling the subscription cancels the request. The image is emitted once its last event is
   * published, on the same context as the events of {@link #send(Message, ChatOptions)}.
   */
  public Single<Image> generateImage(ImageRequest request) {
    return CallerContext.observeOnCaller(Flowable.defer(() -> generate(request).toFlowable()))
        .singleOrError();
  }

  private Single<Image> generate(ImageRequest request) {
    Object drawing = new Object();
    activeExchanges.register(drawing, this);
    return OnDemandImageGeneration.generate(
        conversation, options, request, () -> activeExchanges.unregister(drawing));
  }
}
