package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;

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

  ConversationState conversation() {
    return conversation;
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
   * Sends a message of the user and starts an exchange at once, even if nobody subscribes. While an
   * earlier response is being delivered, {@link ChatOptions#overlap()} decides what happens; by
   * default that response is interrupted, and an image is finished.
   *
   * @return the events of the exchange, up to {@link ExchangeEvent.ExchangeCompleted}, for every
   *     subscriber from the first one; it fails only when a ledger cannot store them. Leaving does
   *     not cancel it, and a slow or late subscriber does not slow it, but gets consecutive deltas
   *     merged. Emitted on the event loop context of the subscriber; to one on a worker or virtual
   *     thread on RxJava's io threads, so that it may block. Blocking an event loop fails
   */
  public Flowable<ChatEvent> send(Message message, ChatOptions options) {
    return exchanges.send(message, options);
  }

  /** Asks for the whole answer; see {@link #ask(Message, ChatOptions)}. */
  @CheckReturnValue
  public Single<Answer> ask(String text) {
    return ask(text, options);
  }

  /** Asks with other options; see {@link #ask(Message, ChatOptions)}. */
  @CheckReturnValue
  public Single<Answer> ask(String text, ChatOptions options) {
    return ask(Message.user(text), options);
  }

  /**
   * Sends a message as {@link #send(Message, ChatOptions)} does, and waits for all that it leads
   * to. Starts on subscription, anew for each; disposing interrupts the exchange. Unless the reply
   * is delivered as a whole, it fails with the {@link AnimusException} of the model or guardrail,
   * or with {@link AnimusException.Cancelled} when another message, or {@link #interrupt()},
   * interrupted it. A failed image, or follow-up, does not fail it: see {@link Answer}.
   */
  @CheckReturnValue
  public Single<Answer> ask(Message message, ChatOptions options) {
    return exchanges.ask(message, options);
  }

  /** Sends a message once; see {@link #sendOnce(String, Message, ChatOptions)}. */
  public Flowable<ChatEvent> sendOnce(String messageId, String text) {
    return sendOnce(messageId, Message.user(text), options);
  }

  /**
   * Sends a message, unless one with this id was sent before: then it returns the exchange of that
   * one. An id is remembered while its exchange runs and for an hour after that, within 64 MB for
   * all; in a ledger as long as its events. If nothing was delivered, it may be sent again.
   */
  public Flowable<ChatEvent> sendOnce(String messageId, Message message, ChatOptions options) {
    return exchanges.sendOnce(messageId, message, options);
  }

  /** Interrupts the response being delivered and the messages that wait; an image is finished. */
  public void interrupt() {
    exchanges.interruptAll("stopped");
    exchanges.interruptElsewhere(null);
  }

  /** Interrupts one exchange, running or waiting, and no other; nothing when it is over. */
  public void interrupt(String exchangeId) {
    exchanges.interrupt(exchangeId);
  }

  ExchangeStarter exchanges() {
    return exchanges;
  }

  /**
   * Sends a request to the chat model, without moderation, image generation, history, turns or
   * events. Tools with functions are called, on the context of this conversation. A promised image
   * is in {@link ChatResponse#imagePrompt()}. The model and the system message default to those of
   * this conversation. Starts on subscription; one that blocks an event loop fails.
   */
  @CheckReturnValue
  public Single<ChatResponse> completions(ChatRequest request) {
    return FaultIsolation.single(() -> conversation.model().reply(options.applyDefaults(request)));
  }

  /** Sends this text alone to the chat model. */
  @CheckReturnValue
  public Single<ChatResponse> completions(String text) {
    return completions(ChatRequest.of(text));
  }

  /** The response as a record; see {@link ChatModel#reply(ChatRequest, Class)}. */
  @CheckReturnValue
  public <T> Single<T> completions(ChatRequest request, Class<T> type) {
    return Single.defer(() -> conversation.model().reply(options.applyDefaults(request), type));
  }

  /** Sends a request and emits text deltas, tool calls, and last the whole response. */
  @CheckReturnValue
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    return FaultIsolation.flowable(
        () -> conversation.model().stream(options.applyDefaults(request).withStreaming(true)));
  }

  /** Generates an image; see {@link #generateImage(ImageRequest)}. */
  @CheckReturnValue
  public Single<Image> generateImage(String prompt) {
    return Single.defer(() -> generateImage(ImageRequest.of(prompt)));
  }

  /** Generates a changed version of an image; see {@link #generateImage(ImageRequest)}. */
  @CheckReturnValue
  public Single<Image> generateImage(String prompt, URI inputImageUrl) {
    return Single.defer(() -> generateImage(ImageRequest.of(prompt).withSource(inputImageUrl)));
  }

  /**
   * Generates an image, appends it to the history and publishes its events, in parallel to any
   * exchange; a guardrail moderates the prompt first. Each subscription starts a new request, and
   * cancelling it cancels the request. The image is emitted after its last event is published, on
   * the same context as the events of {@link #send(Message, ChatOptions)}.
   */
  @CheckReturnValue
  public Single<Image> generateImage(ImageRequest request) {
    return activeExchanges.result(
        this, ended -> OnDemandImageGeneration.generate(conversation, options, request, ended));
  }
}
