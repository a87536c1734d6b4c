package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.model.ChatReply;
import java.util.Objects;

/** One answer: what is told of it is what the model said, and what is remembered. */
final class Answering {
  private final Send send;
  private final Recall recall;
  private final ToolRecall tools;
  private final Rounds rounds;
  private final Typing typing = new Typing();
  private final StringBuilder heard = new StringBuilder();

  Answering(Send send, Recall recall) {
    this.send = send;
    this.recall = recall;
    this.tools = recall.tools();
    this.rounds = new Rounds(send);
  }

  void asks(Call call) {
    rounds.add(call);
  }

  boolean isNotBegun() {
    return rounds.isEmpty();
  }

  boolean isOpen() {
    return !tools.isQuiet() || (!rounds.isEmpty() && rounds.last().isOpen());
  }

  void heard(String words) {
    heard.append(words);
  }

  void calls(ToolEvent event) {
    tools.told(event);
  }

  void types(MessageStarted turn) {
    typing.begins(turn);
  }

  boolean isTurn(MessageCompleted event) {
    return event.messageType() == MessageType.AUTO;
  }

  boolean isLast(MessageCompleted event) {
    return event.totalMessages() != null;
  }

  void said(MessageCompleted event) {
    if (isTurn(event)) {
      typing.ends(event);
    } else {
      Rule.that(event.content().equals(reply().content()), "%s told as %s", reply(), event);
      boolean told = send.options().autoTurn() != null || isTold(rounds.words());
      Rule.that(told, "'%s' was told as '%s'", rounds.words(), heard);
    }
    if (isLast(event)) {
      ends(event, reply());
    }
    recall.answer(event, isLast(event));
  }

  /** With tools, white space between the rounds is the client's. */
  private boolean isTold(String words) {
    return rounds.isWithTools()
        ? Spoken.dense(heard.toString()).equals(Spoken.dense(words))
        : heard.toString().equals(words);
  }

  private void ends(MessageCompleted event, ChatReply reply) {
    Rule.that(tools.isQuiet(), "tools are called on: %s", send);
    String words = rounds.words();
    boolean whole = !isTurn(event) || Spoken.whole(typing.told(), words, reply);
    Rule.that(whole, "%s and '%s' were told as '%s'", reply, words, typing.told());
    Rule.that(event.toolCalls().equals(reply.toolCalls()), "%s calls %s", event, reply);
    Rule.that(Objects.equals(event.imagePrompt(), reply.imagePrompt()), "%s: %s", event, reply);
  }

  void failed(Failure error, Story.Act act) {
    recall.failure(send, error, act, rounds);
    breaksOff(isHearing(act) && rounds.reply() == null, heard.isEmpty() ? untold() : heard);
    tools.broken(rounds);
  }

  void cancelled(MessagesCancelled event, Story.Act act) {
    boolean waits = act == Story.Act.BEFORE || act == Story.Act.QUEUED;
    Rule.that(waits ? send.mayBeDropped() : send.isStopped(), "nobody stopped %s", send);
    int dropped = typing.left() + (typing.isLast() && draws() ? 1 : 0);
    Rule.that(event.totalTurns() == dropped, "%s instead of %d", event, dropped);
    breaksOff(isHearing(act), heard);
    tools.broken(rounds);
  }

  private void breaksOff(boolean hearing, CharSequence words) {
    if (recall.mayFail()) {
      recall.perhapsPart(rounds.words());
    } else if (hearing) {
      recall.unfinished(words.toString());
    }
  }

  /** What was heard of an answer that comes in turns, and is in none of them. */
  private String untold() {
    String words = Spoken.dense(rounds.words());
    return words.substring(Math.min(words.length(), Spoken.dense(typing.told()).length()));
  }

  private static boolean isHearing(Story.Act act) {
    return act == Story.Act.ASKED || act == Story.Act.PAUSED;
  }

  boolean draws() {
    boolean wanted = send.options().template().features().images();
    return wanted && reply().imagePrompt() != null;
  }

  ChatReply reply() {
    ChatReply reply = rounds.reply();
    Rule.that(reply != null, "the model never answered %s", send);
    return Objects.requireNonNull(reply);
  }
}
