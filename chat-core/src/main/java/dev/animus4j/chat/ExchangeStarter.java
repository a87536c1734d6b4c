package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import dev.animus4j.chat.model.Message;
import dev.animus4j.http.WellFormedText;
import dev.animus4j.vertx.BlockedEventLoop;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.Predicate;

/** Starts and interrupts the exchanges of one conversation, on its scheduler. Thread-safe. */
final class ExchangeStarter {
  private final Chat chat;
  private final ConversationState conversation;
  private final ActiveExchanges activeExchanges;
  private final IdempotentSends sends;
  private final ExchangeQueue exchangeQueue;

  ExchangeStarter(
      Chat chat,
      ConversationState conversation,
      ActiveExchanges activeExchanges,
      IdempotentSends sends) {
    this.chat = chat;
    this.conversation = conversation;
    this.activeExchanges = activeExchanges;
    this.sends = sends;
    this.exchangeQueue = new ExchangeQueue(conversation, activeExchanges);
  }

  Flowable<ChatEvent> send(Message message, ChatOptions options) {
    ExchangeReplayProcessor replay = newReplay();
    start(message, options, replay, () -> {});
    return CallerContext.observeOnCaller(replay);
  }

  Flowable<ChatEvent> sendOnce(String messageId, Message message, ChatOptions options) {
    ExchangeReplayProcessor replay =
        sends.getOrStart(
            List.of(conversation.id(), messageId),
            newReplay(),
            (own, afterwards) -> start(message, options, own, afterwards));
    return CallerContext.observeOnCaller(replay);
  }

  Single<Answer> ask(Message message, ChatOptions options) {
    return Single.defer(
        () -> {
          BlockedEventLoop.check(); // before a model is asked
          ExchangeReplayProcessor replay = newReplay();
          start(message, options, replay, () -> {});
          return CallerContext.observeOnCaller(replay)
              .collect(() -> new AnswerCollector(replay), AnswerCollector::add)
              .map(AnswerCollector::answer)
              .doOnDispose(() -> interruptIf(queued -> queued.replay() == replay));
        });
  }

  private void start(
      Message message, ChatOptions options, ExchangeReplayProcessor replay, Runnable afterwards) {
    activeExchanges.start(
        chat, replay, own -> exchangeQueue.enqueue(wellFormed(message), options, own), afterwards);
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

  void interrupt(String exchangeId) {
    interruptIf(queued -> queued.exchangeId().equals(exchangeId));
  }

  private void interruptIf(Predicate<QueuedMessage> which) {
    conversation.scheduler().scheduleDirect(() -> exchangeQueue.interruptIf(which, "stopped"));
  }
}
