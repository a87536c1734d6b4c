package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.turn.AutoTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One answer: what is told of it is what the model said, and what is remembered. */
final class Answering {
  private final Send send;
  private final Recall recall;
  private final ToolRecall tools;
  private final Rounds rounds;
  private final Verdicts verdicts;
  private final Typing typing = new Typing();
  private final List<String> thoughts = new ArrayList<>();
  private final StringBuilder heard = new StringBuilder();

  Answering(Send send, Recall recall) {
    this.send = send;
    this.recall = recall;
    this.tools = recall.tools();
    this.rounds = new Rounds(send);
    this.verdicts = new Verdicts(send);
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

  /** Whether the model failed before it answered. */
  boolean isBroken() {
    return !rounds.isEmpty() && rounds.last().reply() == null;
  }

  void judged(Judged judged) {
    verdicts.add(judged);
  }

  void moderated(ContentModerated event) {
    verdicts.told(event);
  }

  /** With what it fails, as nothing of it is let pass; null if something is. */
  @Nullable String refusal() {
    ChatReply reply = rounds.reply();
    return reply == null ? null : verdicts.refusal(reply);
  }

  void heard(String words) {
    Rule.that(!verdicts.areFor(Stage.OUTPUT), "'%s' was told, and not judged", words);
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
    thoughts.addAll(event.reasoning() == null ? List.of() : List.of(event.reasoning()));
    if (isTurn(event)) {
      typing.ends(event);
    } else {
      Rule.that(event.content().equals(reply().content()), "%s told as %s", reply(), event);
      boolean silent = send.options().autoTurn() != null || verdicts.areFor(Stage.OUTPUT);
      Rule.that(silent || isTold(rounds.words()), "'%s' was told as '%s'", rounds.words(), heard);
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
    ChatReply whole = Rule.known(rounds.reply(), "the answer");
    verdicts.judge(whole);
    if (isTurn(event)) {
      verdicts.judgeTurns(typing.told(), rounds.words(), whole);
    }
    List<String> thought = reply.reasoning() == null ? List.of() : List.of(reply.reasoning());
    Rule.that(thoughts.equals(thought), "%s was thought, %s is told", thought, thoughts);
    Rule.that(event.toolCalls().equals(reply.toolCalls()), "%s calls %s", event, reply);
    Rule.that(Objects.equals(event.imagePrompt(), reply.imagePrompt()), "%s: %s", event, reply);
  }

  void failed(Story.Act act) {
    boolean hearing = isHearing(act) && (rounds.reply() == null || refusal() != null);
    boolean untold = heard.isEmpty() && !verdicts.areFor(Stage.OUTPUT);
    breaksOff(hearing, untold ? untold() : heard);
    tools.broken(rounds);
  }

  void cancelled(MessagesCancelled event, Story.Act act) {
    boolean waits = act == Story.Act.BEFORE || act == Story.Act.QUEUED;
    Rule.that(waits ? send.mayBeDropped() : send.isStopped(), "nobody stopped %s", send);
    boolean judged = isHearing(act) && rounds.reply() != null && mayDropJudged(event.totalTurns());
    boolean right = judged || (event.totalTurns() == dropped() && !areOpen());
    Rule.that(right, "%s instead of %d", event, dropped());
    breaksOff(isHearing(act), heard);
    tools.broken(rounds);
  }

  private int dropped() {
    return typing.left() + (typing.isLast() && draws() ? 1 : 0);
  }

  /** Whether something of it is still to be judged. */
  private boolean areOpen() {
    return verdicts.areOpen(recall.now());
  }

  /** Of an answer that is to be judged, all is dropped; of how many turns, it may not tell. */
  private boolean mayDropJudged(int turns) {
    int picture = isDrawn(Rule.known(rounds.reply(), "the answer")) ? 1 : 0;
    List<String> asked = verdicts.asked(Stage.OUTPUT);
    AutoTurn rules = send.options().autoTurn();
    int least = Math.max(1, asked.size()) + picture;
    boolean known = !asked.isEmpty() && !send.isStruck();
    int most = rules == null || known ? least : rules.maxTurns() + picture;
    boolean open = verdicts.isEmpty() || verdicts.areOpen(send.stoppedAt() - 1);
    return verdicts.areExpected() && open && turns >= least && turns <= most;
  }

  private void breaksOff(boolean hearing, CharSequence words) {
    if (recall.mayFail() || send.isStruck()) {
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
    return isDrawn(reply());
  }

  private boolean isDrawn(ChatReply reply) {
    return send.options().template().features().images() && reply.imagePrompt() != null;
  }

  /** What is left of the answer, as it was judged. */
  ChatReply reply() {
    ChatReply reply = rounds.reply();
    Rule.that(reply != null, "the model never answered %s", send);
    return verdicts.left(Rule.known(reply, "the answer"));
  }
}
