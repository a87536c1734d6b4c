package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that somebody sent, and what came of it. */
final class Send {
  private final String name;
  private final Message message;
  private final ChatOptions options;
  private final Talk talk;
  private final long begun;
  private final List<Listener> listeners = new ArrayList<>();
  private Flowable<ChatEvent> exchange = Flowable.empty();
  private @Nullable Story story;
  private @Nullable Send vain;
  private @Nullable List<Entry> window;
  private boolean stale;
  private boolean struck;
  private long stopped = Long.MAX_VALUE;

  Send(String name, Message message, ChatOptions options, Talk talk) {
    this.name = name;
    this.message = message;
    this.options = options;
    this.talk = talk;
    this.begun = talk.now();
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

  Talk talk() {
    return talk;
  }

  Flowable<ChatEvent> exchange() {
    return exchange;
  }

  void leadingTo(Flowable<ChatEvent> exchange) {
    this.exchange = exchange;
  }

  @Nullable Story story() {
    return story;
  }

  void becomes(Story story) {
    Rule.that(this.story == null || this.story == story, "%s leads to two exchanges", name);
    boolean anew = vain == null || vain.story != story;
    Rule.that(anew, "%s is sent again after %s, and leads to the same exchange", name, vain);
    this.story = story;
  }

  List<Listener> listeners() {
    return listeners;
  }

  /** It comes by the id of this one, which is over and done with. */
  void repeats(Send vain) {
    this.vain = vain;
  }

  /** What the model is sent of the conversation. */
  void sees(List<Entry> window) {
    this.window = window;
  }

  @Nullable List<Entry> window() {
    return window;
  }

  /** Code that worked for it has thrown what nobody expects: it may fail. */
  void strike() {
    struck = true;
  }

  /** Whether that, or code of nobody knows whom, may have hit it. */
  boolean isStruck() {
    return struck || talk.world().mishaps().happenedSince(begun);
  }

  /** From now on, nothing more is asked for. */
  void stop(long now) {
    stopped = Math.min(stopped, now);
  }

  /** If it still waits, it may be dropped in favour of a later one. */
  void mayBecomeStale() {
    stale = true;
  }

  boolean mayBeDropped() {
    return stale || isStopped();
  }

  boolean isStopped() {
    return stopped != Long.MAX_VALUE;
  }

  /** The end of time if it was not. */
  long stoppedAt() {
    return stopped;
  }

  boolean wasStoppedBefore(long now) {
    return stopped < now;
  }

  /** Whether it is over, and something came of it. */
  boolean isDelivered() {
    return story != null && story.isOver() && story.content().isDelivered();
  }

  boolean isOver() {
    return story != null && story.isOver();
  }

  @Override
  public String toString() {
    var turns = options.autoTurn();
    String held =
        "%s, history %d, streaming %s, %s, follow-ups %s, draws %s, first word in %s"
            .formatted(
                options.overlap(),
                options.historySize(),
                options.streaming(),
                turns == null ? "whole" : "turns up to " + turns.maxTurns(),
                turns == null ? "none" : turns.followUps(),
                options.template().features().images(),
                options.deadlines().firstToken());
    return "%s says '%s' %s [%s]".formatted(name, message.content(), message.attachments(), held);
  }
}
