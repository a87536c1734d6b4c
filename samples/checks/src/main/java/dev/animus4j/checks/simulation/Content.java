package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.FollowUpBlock;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.ImageEvent.ImagePromptDetected;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.Moderation;
import dev.animus4j.chat.event.Outcome;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.model.ChatReply;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an exchange says must be what the model said, and what is remembered. */
final class Content {
  private final Send send;
  private final Recall recall;
  private final Reasons reasons;
  private List<URI> shown = List.of();
  private String said = "";
  private @Nullable String refusal;
  private Answering answering;
  private boolean detected;
  private int asksImages;
  private int followUps;
  private int messages;
  private int images;
  private Outcome outcome = Outcome.COMPLETED;

  Content(Send send, Recall recall) {
    this.send = send;
    this.recall = recall;
    this.reasons = new Reasons(send.talk(), send);
    this.answering = new Answering(send, recall);
  }

  /** The answer that is being told. */
  Answering answering() {
    return answering;
  }

  /** What is being answered. */
  String said() {
    return said;
  }

  /** Where the pictures are that are shown with it. */
  Stream<URI> shown() {
    return shown.stream();
  }

  /** With what it fails, as what the user says is not let pass; null if it is. */
  @Nullable String refusal() {
    return refusal;
  }

  boolean isDelivered() {
    return messages + images > 0;
  }

  boolean isFollowUp() {
    return followUps > 0;
  }

  void asks(Call call, boolean image) {
    if (image) {
      asksImages++;
      boolean again = detected && Objects.requireNonNull(reply().promised()).changesPrevious();
      Rule.that(detected && asksImages <= (again ? 2 : 1), "nobody promised a picture: %s", send);
    } else {
      answering.asks(call);
    }
  }

  void begins(MessageStarted event) {
    said = event.content();
    shown = event.images();
    recall.user(event);
  }

  void goesOn(MessageStarted event) {
    Rule.that(event.content().isEmpty(), "a follow-up says %s", event);
    Rule.that(followUps <= limit(), "%d follow-ups: %s", followUps, send);
    answering = new Answering(send, recall);
  }

  void said(MessageCompleted event) {
    messages++;
    answering.said(event);
  }

  void failed(Failure error, Story.Act act) {
    outcome = Outcome.FAILED;
    reasons.judge(error, act, this);
    answering.failed(act);
  }

  void cancelled(MessagesCancelled event, Story.Act act) {
    outcome = Outcome.INTERRUPTED;
    answering.cancelled(event, act);
  }

  /** What the user says is judged by itself. */
  void moderated(ContentModerated event) {
    if (event.stage() != Stage.INPUT) {
      answering.moderated(event);
    } else if (event.action() == Moderation.WITHHELD) {
      refusal = event.error() == null ? "contentPolicy" : event.error().kind();
    }
  }

  /** Nobody hears of it before it is judged. */
  void queued(MessageQueued event) {
    boolean judged = send.talk().world().sentinel().isFor(Stage.INPUT);
    boolean right = event.content().equals(judged ? "" : send.message().content());
    Rule.that(right, "%s waits as %s", send, event);
  }

  void promises(ImagePromptDetected event) {
    Rule.that(draws() && !detected, "no picture was promised: %s", event);
    Rule.that(event.prompt().equals(reply().imagePrompt()), "%s of %s", event, reply());
    Rule.that(!send.wasStoppedBefore(recall.now()), "%s was stopped: %s", send, event);
    boolean changes = Objects.requireNonNull(reply().promised()).changesPrevious();
    Rule.that(event.changesPrevious() == changes, "%s of %s", event, reply());
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
    Rule.that(!answering.isOpen(), "%s is still being answered", send);
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
    return answering.draws();
  }

  private ChatReply reply() {
    return answering.reply();
  }
}
