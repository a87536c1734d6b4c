package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.Recording;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.Isolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One conversation. All methods may be called from any thread. */
public final class Chat {
  private final Conversation conversation;
  private final ChatOptions options;
  private final Running running;
  private final IdempotentSends sends;
  private final Lane lane;

  Chat(Conversation conversation, ChatOptions options, Running running, IdempotentSends sends) {
    this.conversation = conversation;
    this.options = options;
    this.running = running;
    this.sends = sends;
    this.lane = new Lane(conversation, running);
  }

  /** By which {@link AnimusClient#chat(String)} finds it. */
  public String id() {
    return conversation.id();
  }

  Scheduler scheduler() {
    return conversation.scheduler();
  }

  /** How many events it has told. */
  AtomicLong told() {
    return conversation.told();
  }

  /** How it is held, and what {@link #send(String, ChatOptions)} may derive from. */
  public ChatOptions options() {
    return options;
  }

  /** The events of this conversation, as they are published. */
  public ChatEvents events() {
    return conversation.with().events().of(id());
  }

  /** What it remembers. */
  public ChatHistory history() {
    return new ChatHistory(id(), conversation.with().history());
  }

  /** Sends what the user says; see {@link #send(Message, ChatOptions)}. */
  public Flowable<ChatEvent> send(String text) {
    return send(text, options);
  }

  /** Sends what the user says, held like this; see {@link #send(Message, ChatOptions)}. */
  public Flowable<ChatEvent> send(String text, ChatOptions options) {
    return send(Message.user(text), options);
  }

  /** Sends what the user says and shows; see {@link #send(Message, ChatOptions)}. */
  public Flowable<ChatEvent> send(Message message) {
    return send(message, options);
  }

  /**
   * Sends what the user says and shows, held like this for once. It starts at once, watched or not.
   * What happens to what is still being said, {@link ChatOptions#overlap()} tells; by default it is
   * cut short, and a picture already being made is finished.
   *
   * @return the exchange that follows, from its first event to {@link
   *     ExchangeEvent.ExchangeCompleted}, for every subscriber, however late. It does not fail:
   *     failures are events. Leaving changes nothing, nor does being slow: the events are kept once
   *     for all subscribers, while somebody holds the stream. To who comes late, or is slow, deltas
   *     of an answer that follow each other are told as one; see {@link Recording}. Events come on
   *     the Vert.x context of the subscriber if that is an event loop's, and to one on a worker or
   *     virtual thread on {@link io.reactivex.rxjava3.schedulers.Schedulers#io}, so that it may
   *     block
   */
  public Flowable<ChatEvent> send(Message message, ChatOptions options) {
    Recording exchange = conversation.with().events().recording();
    start(message, options, exchange, () -> {});
    return CallerContext.observing(exchange);
  }

  /** The same, held as usual; see {@link #sendOnce(String, Message, ChatOptions)}. */
  public Flowable<ChatEvent> sendOnce(String messageId, String text) {
    return sendOnce(messageId, Message.user(text), options);
  }

  /**
   * Sends what the user says, unless a message of this id was sent already: then it gives the
   * exchange that one led to, and nothing is asked or paid for twice. That holds while the exchange
   * runs, and for an hour after its end, or as long as the client keeps no more than 64 MB of such
   * exchanges. A message whose exchange ended without delivering anything may be sent again.
   */
  public Flowable<ChatEvent> sendOnce(String messageId, Message message, ChatOptions options) {
    Recording exchange =
        sends.once(
            List.of(id(), messageId),
            conversation.with().events().recording(),
            (own, afterwards) -> start(message, options, own, afterwards));
    return CallerContext.observing(exchange);
  }

  private void start(
      Message message, ChatOptions options, Recording recording, Runnable afterwards) {
    running.start(this, recording, own -> lane.exchange(message, options, own), afterwards);
  }

  /**
   * Stops what the model is saying, or still has to say, and what waits to be answered. What was
   * delivered stays; a picture already being made is finished.
   */
  public void interrupt() {
    interrupt("stopped");
  }

  void interrupt(String reason) {
    conversation.scheduler().scheduleDirect(() -> lane.interrupt(reason));
  }

  /**
   * Asks the model, and that is all: nothing is judged, drawn, remembered, broken into turns or
   * published. Tools of the request that have functions are called, on the context of this
   * conversation. A promised picture is in {@link ChatReply#imagePrompt()}. The model and the
   * system message are this conversation's where the request leaves them open. Nothing happens
   * before subscription.
   */
  public Single<ChatReply> completions(ChatRequest request) {
    return Isolation.single(() -> conversation.model().reply(options.completed(request)));
  }

  /** The same while it is answered: words as they come, what tools do, and last the whole reply. */
  public Flowable<ChatPart> stream(ChatRequest request) {
    return Isolation.flowable(
        () -> conversation.model().stream(options.completed(request).streaming(true)));
  }

  /**
   * Draws a picture, remembers it and publishes its events; see {@link
   * #generateImage(ImageRequest)}.
   */
  public Single<Image> generateImage(String prompt) {
    return Single.defer(() -> generateImage(ImageRequest.of(prompt)));
  }

  /**
   * Draws {@code inputImageUrl} anew, changed like this; see {@link #generateImage(ImageRequest)}.
   */
  public Single<Image> generateImage(String prompt, URI inputImageUrl) {
    return Single.defer(() -> generateImage(ImageRequest.of(prompt).changing(inputImageUrl)));
  }

  /**
   * Draws a picture, remembers it and publishes its events, beside whatever is being said; a
   * guardrail judges the prompt first. Nothing happens before subscription, and every subscription
   * draws anew; leaving ends the request. The picture comes when its end has been published, where
   * the events of {@link #send(Message, ChatOptions)} come.
   */
  public Single<Image> generateImage(ImageRequest request) {
    return CallerContext.observing(Flowable.defer(() -> drawing(request).toFlowable()))
        .singleOrError();
  }

  private Single<Image> drawing(ImageRequest request) {
    Object drawing = new Object();
    running.begin(drawing, this);
    return Commission.of(conversation, options, request, () -> running.end(drawing));
  }
}
