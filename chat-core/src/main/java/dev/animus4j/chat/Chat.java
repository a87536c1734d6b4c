package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One conversation. All methods may be called from any thread. */
public final class Chat {
  private static final Origin US = Origin.of("animus4j");

  private final Conversation conversation;
  private final ChatOptions options;
  private final Running running;
  private final Lane lane;

  Chat(Conversation conversation, ChatOptions options, Running running) {
    this.conversation = conversation;
    this.options = options;
    this.running = running;
    this.lane = new Lane(conversation.scheduler());
  }

  /** By which {@link AnimusClient#chat(String)} finds it. */
  public String id() {
    return conversation.id();
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
   *     for all subscribers, while somebody holds the stream. Events come on the Vert.x context of
   *     the subscriber if it has one
   */
  public Flowable<ChatEvent> send(Message message, ChatOptions options) {
    return CallerContext.observing(started(message, options));
  }

  /** The same, held as usual; see {@link #sendOnce(String, Message, ChatOptions)}. */
  public Flowable<ChatEvent> sendOnce(String messageId, String text) {
    return sendOnce(messageId, Message.user(text), options);
  }

  /**
   * Sends what the user says, unless a message of this id was sent already, in the last hour and
   * among the last 10,000 of the client: then it gives the exchange that one led to, running or
   * over, and nothing is asked or paid for twice. A message whose exchange ended without delivering
   * anything may be sent again.
   */
  public Flowable<ChatEvent> sendOnce(String messageId, Message message, ChatOptions options) {
    List<String> name = List.of(id(), messageId);
    Flowable<ChatEvent> exchange = running.once(name, () -> started(message, options));
    running.forgetIfVain(name, exchange);
    return CallerContext.observing(exchange);
  }

  private Flowable<ChatEvent> started(Message message, ChatOptions options) {
    return running.start(this, conversation.scheduler(), told -> begun(message, options, told));
  }

  private Flowable<ChatEvent> begun(
      Message message, ChatOptions options, Flowable<ChatEvent> told) {
    try {
      return admitted(message, options, told);
    } catch (AnimusException refusal) {
      return Exchange.refused(refusal, conversation);
    }
  }

  private Flowable<ChatEvent> admitted(
      Message message, ChatOptions options, Flowable<ChatEvent> told) {
    if (message.role() != Role.USER || message.isEmpty()) {
      throw new AnimusException.InvalidRequest(US, "a user must say or show something");
    }
    Overlap overlap = options.overlap();
    Pass open = overlap.policy() == Overlap.Policy.MERGE ? lane.open() : null;
    if (open != null) {
      return open.merged(message);
    }
    Pass pass = lane.enter(message, overlap, told);
    running.closing().ifPresent(pass.interruption()::because);
    return Exchange.of(pass, conversation, options).doFinally(() -> lane.leave(pass));
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
    return Single.defer(() -> conversation.model().reply(options.completed(request)));
  }

  /** The same while it is answered: words as they come, what tools do, and last the whole reply. */
  public Flowable<ChatPart> stream(ChatRequest request) {
    return Flowable.defer(
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
   * draws anew; leaving ends the request.
   */
  public Single<Image> generateImage(ImageRequest request) {
    return Single.using(
        () -> this, // for as long as it draws, there shall be no other
        chat -> new Commission(chat.conversation, chat.options).of(request),
        chat -> {});
  }
}
