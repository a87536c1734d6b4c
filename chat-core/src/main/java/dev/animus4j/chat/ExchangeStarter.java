package dev.animus4j.chat;

import dev.animus4j.chat.cluster.NodeRequest;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.model.Message;
import dev.animus4j.http.WellFormedText;
import dev.animus4j.vertx.BlockedEventLoop;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Starts and interrupts the exchanges of one conversation, on its scheduler. Thread-safe. */
final class ExchangeStarter {
  private final Chat chat;
  private final ConversationState conversation;
  private final ActiveExchanges activeExchanges;
  private final IdempotentSends sends;
  private final ExchangeQueue exchangeQueue;
  private final MessageLookup lookup;
  private final @Nullable MessageRouting routing;

  ExchangeStarter(
      Chat chat,
      ConversationState conversation,
      ActiveExchanges activeExchanges,
      IdempotentSends sends) {
    this.chat = chat;
    conversation.setChat(chat);
    this.conversation = conversation;
    this.activeExchanges = activeExchanges;
    this.sends = sends;
    this.lookup = new MessageLookup(conversation);
    this.exchangeQueue = new ExchangeQueue(conversation, activeExchanges);
    NodePeers peers = conversation.components().peers();
    this.routing = peers == null ? null : new MessageRouting(chat, peers);
  }

  Flowable<ChatEvent> send(Message message, ChatOptions options) {
    ExchangeReplayProcessor replay = newReplay();
    start(own -> admit(message, options, own, null), replay, () -> {});
    return CallerContext.observeOnCaller(replay);
  }

  Flowable<ChatEvent> sendOnce(String messageId, Message message, ChatOptions options) {
    ExchangeReplayProcessor replay =
        sends.getOrStart(
            List.of(conversation.id(), messageId),
            newReplay(),
            (own, afterwards) ->
                start(it -> admit(message, options, it, messageId), own, afterwards));
    return CallerContext.observeOnCaller(replay);
  }

  /** The exchange of a message that another node has forwarded; only if this one can claim it. */
  Flowable<ChatEvent> accept(String messageId, Message message, ChatOptions options) {
    SentMessage sent = new SentMessage(wellFormed(message), messageId);
    return sends.getOrStart(
        List.of(conversation.id(), messageId),
        newReplay(),
        (own, afterwards) ->
            start(
                it ->
                    conversation
                        .recorder()
                        .flush()
                        .andThen(Flowable.defer(() -> admit(sent, options, it))),
                own,
                afterwards));
  }

  Single<Answer> ask(Message message, ChatOptions options) {
    return Single.defer(
        () -> {
          BlockedEventLoop.check(); // before a model is asked
          ExchangeReplayProcessor replay = newReplay();
          start(own -> admit(message, options, own, null), replay, () -> {});
          return CallerContext.observeOnCaller(replay)
              .collect(() -> new AnswerCollector(replay), AnswerCollector::add)
              .map(AnswerCollector::answer)
              .doOnDispose(() -> interrupt(replay));
        });
  }

  private void start(
      Function<ExchangeReplayProcessor, Flowable<ChatEvent>> exchange,
      ExchangeReplayProcessor replay,
      Runnable afterwards) {
    activeExchanges.start(chat, replay, exchange, afterwards);
  }

  private Flowable<ChatEvent> admit(
      Message message,
      ChatOptions options,
      ExchangeReplayProcessor replay,
      @Nullable String messageId) {
    SentMessage sent = new SentMessage(wellFormed(message), messageId);
    return routing == null
        ? admit(sent, options, replay)
        : routing.route(sent, options, it -> admit(it, options, replay));
  }

  private Flowable<ChatEvent> admit(
      SentMessage sent, ChatOptions options, ExchangeReplayProcessor replay) {
    return lookup.findOrElse(
        sent.mayBeKnown() ? sent.id() : null,
        Flowable.defer(() -> exchangeQueue.enqueue(sent, options, replay)));
  }

  private static Message wellFormed(Message message) {
    String text = WellFormedText.of(message.content());
    return text.equals(message.content()) ? message : message.withContent(text);
  }

  private ExchangeReplayProcessor newReplay() {
    return conversation.components().events().newReplay();
  }

  void interruptAll(String reason) {
    conversation.scheduler().scheduleDirect(() -> exchangeQueue.interrupt(reason));
  }

  /** Ends all exchanges at once, images too, without further events; on the scheduler. */
  void cut(Throwable cause) {
    exchangeQueue.interrupt("erased");
    conversation.recorder().cut(cause);
  }

  void interrupt(String exchangeId) {
    interruptIf(queued -> queued.hasExchangeId(exchangeId));
    interruptElsewhere(exchangeId);
  }

  private void interrupt(ExchangeReplayProcessor replay) {
    interruptIf(queued -> queued.replay() == replay);
    ChatEvent last = replay.lastEvent();
    if (last != null) {
      interruptElsewhere(last.exchangeId());
    }
  }

  /** Interrupts an exchange, or all, at the node that has the conversation. */
  void interruptElsewhere(@Nullable String exchangeId) {
    NodePeers peers = conversation.components().peers();
    if (peers != null && !conversation.recorder().isOwner()) {
      var unused =
          peers
              .askOwner(new NodeRequest.Interrupt(conversation.id(), exchangeId))
              .subscribe(done -> {}, unreachable -> {});
    }
  }

  private void interruptIf(Predicate<QueuedMessage> which) {
    conversation.scheduler().scheduleDirect(() -> exchangeQueue.interruptIf(which, "stopped"));
  }
}
