package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.FollowUpBlock;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.ImageEvent.ImagePromptDetected;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.Outcome;
import dev.animus4j.chat.model.ChatReply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an exchange says must be what the model said, and what is remembered. */
final class Content {
  private final Send send;
  private final Recall recall;
  private final StringBuilder heard = new StringBuilder();
  private final StringBuilder turns = new StringBuilder();
  private String said = "";
  private @Nullable Call call;
  private @Nullable MessageStarted typing;
  private boolean detected;
  private boolean asksImage;
  private int followUps;
  private int messages;
  private int images;
  private Outcome outcome = Outcome.COMPLETED;

  Content(Send send, Recall recall) {
    this.send = send;
    this.recall = recall;
  }

  /** What is being answered. */
  String said() {
    return said;
  }

  boolean isDelivered() {
    return messages + images > 0;
  }

  boolean isFollowUp() {
    return followUps > 0;
  }

  void asks(Call call, boolean image) {
    if (image) {
      Rule.that(detected && !asksImage, "a picture nobody promised, for %s", send);
      asksImage = true;
    } else {
      Rule.that(this.call == null, "asked twice: %s", send);
      this.call = call;
    }
  }

  void begins(MessageStarted event) {
    said = event.content();
    recall.user(event);
  }

  void goesOn(MessageStarted event) {
    Rule.that(event.content().isEmpty(), "a follow-up says %s", event);
    Rule.that(followUps <= limit(), "%d follow-ups: %s", followUps, send);
    heard.setLength(0);
    turns.setLength(0);
    call = null;
  }

  void heard(String words) {
    heard.append(words);
  }

  void types(MessageStarted turn) {
    int expected = typing == null ? 0 : Objects.requireNonNull(typing.turnIndex()) + 1;
    Rule.that(Objects.equals(turn.turnIndex(), expected), "turn %d is %s", expected, turn);
    typing = turn;
  }

  boolean isTurn(MessageCompleted event) {
    return event.messageType() == MessageType.AUTO;
  }

  boolean isLast(MessageCompleted event) {
    return event.totalMessages() != null;
  }

  void said(MessageCompleted event) {
    messages++;
    ChatReply reply = reply();
    if (isTurn(event)) {
      MessageStarted begun = Objects.requireNonNull(typing);
      Rule.that(begun.content().equals(event.content()), "%s became %s", begun, event);
      turns.append(event.content()).append('\n');
      typing = isLast(event) ? null : begun;
    } else {
      Rule.that(event.content().equals(reply.content()), "%s told as %s", reply, event);
    }
    if (isLast(event)) {
      boolean whole = !isTurn(event) || Spoken.whole(turns.toString(), reply);
      Rule.that(whole, "%s was told as %s", reply, turns);
      Rule.that(event.toolCalls().equals(reply.toolCalls()), "%s calls %s", event, reply);
      Rule.that(Objects.equals(event.imagePrompt(), reply.imagePrompt()), "%s: %s", event, reply);
      String words = Objects.requireNonNull(call).words();
      Rule.that(heard.toString().equals(words), "'%s' was told as '%s'", words, heard);
      heard.setLength(0);
    }
    recall.answer(event, isLast(event));
  }

  void failed(Failure error, Story.Act act) {
    outcome = Outcome.FAILED;
    recall.failure(send, error, act, call);
    if (act == Story.Act.ASKED && (call == null || call.reply() == null)) {
      recall.unfinished(heard.toString());
    }
  }

  void cancelled(MessagesCancelled event, Story.Act act) {
    outcome = Outcome.INTERRUPTED;
    boolean waits = act == Story.Act.BEFORE || act == Story.Act.QUEUED;
    Rule.that(waits ? send.mayBeDropped() : send.isStopped(), "nobody stopped %s", send);
    int dropped = 1;
    if (typing != null) {
      int begun = Objects.requireNonNull(typing.turnIndex());
      dropped = Objects.requireNonNull(typing.totalTurns()) - begun + (draws() ? 1 : 0);
    }
    Rule.that(event.totalTurns() == dropped, "%s instead of %d", event, dropped);
    if (act == Story.Act.ASKED) {
      recall.unfinished(heard.toString());
    }
  }

  void promises(ImagePromptDetected event) {
    Rule.that(draws() && !detected, "no picture was promised: %s", event);
    Rule.that(event.prompt().equals(reply().imagePrompt()), "%s of %s", event, reply());
    Rule.that(!send.wasStoppedBefore(recall.now()), "%s was stopped: %s", send, event);
    detected = true;
  }

  void draws(ImageGenerationStarted event, boolean promised) {
    boolean right = !promised || event.prompt().equals(reply().imagePrompt());
    Rule.that(right, "%s for %s", event, reply());
  }

  void drew(ImageGenerationCompleted event) {
    images++;
    recall.picture(event);
  }

  void schedules() {
    followUps++;
    Rule.that(reply().next() && !draws(), "nothing was to follow %s", reply());
  }

  void blocked(FollowUpBlock reason) {
    boolean right =
        switch (reason) {
          case IMAGE -> draws() || !reply().pictures().isEmpty();
          case LIMIT -> followUps == limit();
          case NO_HISTORY -> send.options().historySize() == 0;
          case INTERRUPTED -> send.isStopped();
        };
    outcome = reason == FollowUpBlock.INTERRUPTED ? Outcome.INTERRUPTED : outcome;
    Rule.that(right, "%s is no reason: %s", reason, send);
  }

  void ends(ExchangeCompleted event, boolean allSaid) {
    Rule.that(event.outcome() == outcome, "%s was %s", event, outcome);
    Rule.that(event.messages() == messages, "%s: %d messages", event, messages);
    Rule.that(event.images() == images, "%s: %d pictures", event, images);
    Rule.that(call == null || !call.isOpen(), "%s is still being answered", send);
    if (allSaid) {
      boolean more = reply().next() && send.options().autoTurn() != null;
      Rule.that(!more && draws() == detected, "%s is not the end of %s", event, reply());
    }
  }

  private int limit() {
    var turns = send.options().autoTurn();
    return turns == null ? 0 : turns.followUps().limit();
  }

  private boolean draws() {
    boolean wanted = send.options().template().features().images();
    return wanted && reply().imagePrompt() != null;
  }

  private ChatReply reply() {
    ChatReply reply = call == null ? null : call.reply();
    Rule.that(reply != null, "the model never answered %s", send);
    return Objects.requireNonNull(reply);
  }
}
