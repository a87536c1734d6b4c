package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Message that was sent, and its exchange. */
final class SentMessage {
  private final String name;
  private final Message message;
  private final ChatOptions options;
  private final ConversationVerifier conversationVerifier;
  private final long started;
  private final List<EventSubscriber> listeners = new ArrayList<>();
  private Flowable<ChatEvent> exchange = Flowable.empty();
  private @Nullable EventGrammar eventGrammar;
  private @Nullable SentMessage original;
  private @Nullable List<HistoryEntry> window;
  private boolean stale;
  private boolean struck;
  private long stopped = Long.MAX_VALUE;

  SentMessage(
      String name,
      Message message,
      ChatOptions options,
      ConversationVerifier conversationVerifier) {
    this.name = name;
    this.message = message;
    this.options = options;
    this.conversationVerifier = conversationVerifier;
    this.started = conversationVerifier.now();
  }

  String name() {
    return name;
  }

  Message message() {
    return message;
  }

  ChatOptions options() {
    return options;
  }

  ConversationVerifier conversation() {
    return conversationVerifier;
  }

  Flowable<ChatEvent> exchange() {
    return exchange;
  }

  void setExchange(Flowable<ChatEvent> exchange) {
    this.exchange = exchange;
  }

  @Nullable EventGrammar grammar() {
    return eventGrammar;
  }

  void setGrammar(EventGrammar eventGrammar) {
    Invariant.holds(
        this.eventGrammar == null || this.eventGrammar == eventGrammar,
        "%s leads to two exchanges",
        name);
    boolean isNew = original == null || original.eventGrammar != eventGrammar;
    Invariant.holds(
        isNew, "%s is sent again after %s, and leads to the same exchange", name, original);
    this.eventGrammar = eventGrammar;
  }

  List<EventSubscriber> listeners() {
    return listeners;
  }

  /** Sets the message with the same idempotency key that ended without a result. */
  void setFailedOriginal(SentMessage original) {
    this.original = original;
  }

  /** Sets the history entries that the model is sent. */
  void setWindow(List<HistoryEntry> window) {
    this.window = window;
  }

  @Nullable List<HistoryEntry> window() {
    return window;
  }

  /** Marks it as hit by an injected error: it may fail. */
  void markStruck() {
    struck = true;
  }

  /** Whether an injected error, of this message or of an unknown one, may have hit it. */
  boolean isStruck() {
    return struck || conversationVerifier.world().injectedErrors().hasThrownSince(started);
  }

  /** Marks it as stopped. */
  void stop(long now) {
    stopped = Math.min(stopped, now);
  }

  /** Marks it as droppable in favour of a later one, if it still waits. */
  void mayBecomeStale() {
    stale = true;
  }

  boolean mayBeDropped() {
    return stale || isStopped();
  }

  boolean isStopped() {
    return stopped != Long.MAX_VALUE;
  }

  /** When it was stopped; the end of time if it was not. */
  long stoppedAt() {
    return stopped;
  }

  boolean wasStoppedBefore(long now) {
    return stopped < now;
  }

  /** Whether it is over, and had a result. */
  boolean isDelivered() {
    return eventGrammar != null && eventGrammar.isOver() && eventGrammar.content().isDelivered();
  }

  boolean isOver() {
    return eventGrammar != null && eventGrammar.isOver();
  }

  @Override
  public String toString() {
    var turns = options.autoTurn();
    String settings =
        "%s, history %d, streaming %s, %s, follow-ups %s, draws %s, first word in %s"
            .formatted(
                options.overlap(),
                options.maxHistoryMessages(),
                options.streaming(),
                turns == null ? "whole" : "turns up to " + turns.maxTurns(),
                turns == null ? "none" : turns.followUps(),
                options.template().features().images(),
                options.deadlines().firstToken());
    return "%s says '%s' %s [%s]"
        .formatted(name, message.content(), message.attachments(), settings);
  }
}
