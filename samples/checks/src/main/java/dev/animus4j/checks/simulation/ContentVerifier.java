package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.FollowUpBlockReason;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.ImageEvent.ImagePromptDetected;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.ModerationAction;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.ChatResponse;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies that an exchange publishes what the model answered, and what the history stores. */
final class ContentVerifier {
  private final SentMessage sentMessage;
  private final HistoryVerifier historyVerifier;
  private final FailureVerifier failureVerifier;
  private List<URI> shown = List.of();
  private String content = "";
  private @Nullable String refusal;
  private ReplyVerifier replyVerifier;
  private boolean detected;
  private int asksImages;
  private int followUps;
  private int messages;
  private int images;
  private ExchangeOutcome outcome = ExchangeOutcome.COMPLETED;

  ContentVerifier(SentMessage sentMessage, HistoryVerifier historyVerifier) {
    this.sentMessage = sentMessage;
    this.historyVerifier = historyVerifier;
    this.failureVerifier = new FailureVerifier(sentMessage.conversation(), sentMessage);
    this.replyVerifier = new ReplyVerifier(sentMessage, historyVerifier);
  }

  /** The verifier of the current response. */
  ReplyVerifier replyVerifier() {
    return replyVerifier;
  }

  /** The text of the message being answered. */
  String userText() {
    return content;
  }

  /** The locations of the images attached to it. */
  Stream<URI> attachments() {
    return shown.stream();
  }

  /** The failure of a withheld user message; null if it passes. */
  @Nullable String refusal() {
    return refusal;
  }

  boolean isDelivered() {
    return messages + images > 0;
  }

  boolean isFollowUp() {
    return followUps > 0;
  }

  void addCall(ModelCall modelCall, boolean image) {
    if (image) {
      asksImages++;
      boolean again = detected && Objects.requireNonNull(reply().promisedImage()).changesPrevious();
      Invariant.holds(
          detected && asksImages <= (again ? 2 : 1), "nobody promised a picture: %s", sentMessage);
    } else {
      replyVerifier.addCall(modelCall);
    }
  }

  void onReceived(MessageReceived event) {
    content = event.content();
    shown = event.images();
    historyVerifier.verifyUserMessage(event);
  }

  void onFollowUpStarted(MessageStarted event) {
    Invariant.holds(event.content().isEmpty(), "a follow-up says %s", event);
    Invariant.holds(followUps <= limit(), "%d follow-ups: %s", followUps, sentMessage);
    replyVerifier = new ReplyVerifier(sentMessage, historyVerifier);
  }

  void onCompleted(MessageCompleted event) {
    messages++;
    replyVerifier.onCompleted(event);
  }

  void onFailed(Failure error, ExchangePhase exchangePhase) {
    outcome = ExchangeOutcome.FAILED;
    failureVerifier.verify(error, exchangePhase, this);
    replyVerifier.onFailed(exchangePhase);
  }

  void onCancelled(MessagesCancelled event, ExchangePhase exchangePhase) {
    outcome = ExchangeOutcome.INTERRUPTED;
    replyVerifier.onCancelled(event, exchangePhase);
  }

  /** A user message is moderated by itself. */
  void onModerated(ContentModerated event) {
    if (event.stage() != GuardrailStage.INPUT) {
      replyVerifier.moderation().onModerated(event);
    } else if (event.action() == ModerationAction.WITHHELD) {
      refusal = event.error() == null ? "contentPolicy" : event.error().kind();
    }
  }

  /** No text is published before it is moderated. */
  void onQueued(MessageQueued event) {
    boolean judged = sentMessage.conversation().world().guardrail().hasStage(GuardrailStage.INPUT);
    boolean matches = event.content().equals(judged ? "" : sentMessage.message().content());
    Invariant.holds(matches, "%s waits as %s", sentMessage, event);
  }

  void onImagePromised(ImagePromptDetected event) {
    Invariant.holds(promisesImage() && !detected, "no picture was promised: %s", event);
    Invariant.holds(event.prompt().equals(reply().imagePrompt()), "%s of %s", event, reply());
    Invariant.holds(
        !sentMessage.wasStoppedBefore(historyVerifier.now()),
        "%s was stopped: %s",
        sentMessage,
        event);
    boolean changes = Objects.requireNonNull(reply().promisedImage()).changesPrevious();
    Invariant.holds(event.changesPrevious() == changes, "%s of %s", event, reply());
    detected = true;
  }

  void onImageStarted(ImageGenerationStarted event, boolean promised) {
    boolean matches = !promised || event.prompt().startsWith(reply().imagePrompt());
    Invariant.holds(matches, "%s for %s", event, reply());
  }

  void onImageCompleted(ImageGenerationCompleted event) {
    images++;
    historyVerifier.verifyImage(event);
  }

  void onFollowUpScheduled() {
    followUps++;
    Invariant.holds(reply().next() && !promisesImage(), "nothing was to follow %s", reply());
  }

  void onFollowUpBlocked(FollowUpBlockReason reason) {
    boolean matches =
        switch (reason) {
          case IMAGE -> promisesImage() || !reply().images().isEmpty();
          case LIMIT -> followUps == limit();
          case NO_HISTORY -> sentMessage.options().maxHistoryMessages() == 0;
          case INTERRUPTED -> sentMessage.isStopped();
        };
    outcome = reason == FollowUpBlockReason.INTERRUPTED ? ExchangeOutcome.INTERRUPTED : outcome;
    Invariant.holds(matches, "%s is no reason: %s", reason, sentMessage);
  }

  void verifyEnd(ExchangeCompleted event, boolean allSaid) {
    Invariant.holds(event.outcome() == outcome, "%s was %s", event, outcome);
    Invariant.holds(event.messages() == messages, "%s: %d messages", event, messages);
    Invariant.holds(event.images() == images, "%s: %d pictures", event, images);
    Invariant.holds(!replyVerifier.isOpen(), "%s is still being answered", sentMessage);
    if (allSaid) {
      boolean more = reply().next() && sentMessage.options().autoTurn() != null;
      Invariant.holds(
          !more && promisesImage() == detected, "%s is not the end of %s", event, reply());
    }
  }

  private int limit() {
    var turns = sentMessage.options().autoTurn();
    return turns == null ? 0 : turns.followUps().limit();
  }

  private boolean promisesImage() {
    return replyVerifier.promisesImage();
  }

  private ChatResponse reply() {
    return replyVerifier.reply();
  }
}
