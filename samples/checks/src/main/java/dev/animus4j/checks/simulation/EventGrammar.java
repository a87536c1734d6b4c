package dev.animus4j.checks.simulation;

import static dev.animus4j.checks.simulation.ExchangePhase.ASKED;
import static dev.animus4j.checks.simulation.ExchangePhase.BEFORE;
import static dev.animus4j.checks.simulation.ExchangePhase.CLOSING;
import static dev.animus4j.checks.simulation.ExchangePhase.DRAWING;
import static dev.animus4j.checks.simulation.ExchangePhase.OVER;
import static dev.animus4j.checks.simulation.ExchangePhase.PAUSED;
import static dev.animus4j.checks.simulation.ExchangePhase.PROMISED;
import static dev.animus4j.checks.simulation.ExchangePhase.QUEUED;
import static dev.animus4j.checks.simulation.ExchangePhase.RECEIVED;
import static dev.animus4j.checks.simulation.ExchangePhase.SAID;
import static dev.animus4j.checks.simulation.ExchangePhase.SCHEDULED;
import static dev.animus4j.checks.simulation.ExchangePhase.TYPING;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.FollowUpBlockReason;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.ToolEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** State machine of the legal event orders of one exchange. Other verifiers check the contents. */
final class EventGrammar {
  private final SentMessage sentMessage;
  private final ContentVerifier content;
  private final List<ChatEvent> events = new ArrayList<>();
  private ExchangePhase phase = BEFORE;

  EventGrammar(SentMessage sentMessage, ContentVerifier content) {
    this.sentMessage = sentMessage;
    this.content = content;
  }

  SentMessage send() {
    return sentMessage;
  }

  ContentVerifier content() {
    return content;
  }

  List<ChatEvent> events() {
    return events;
  }

  boolean isOver() {
    return phase == OVER;
  }

  boolean isQueued() {
    return phase == QUEUED;
  }

  boolean isDrawing() {
    return phase == DRAWING;
  }

  /** Whether it is answering: started, and not at its end. */
  boolean isActive() {
    return !EnumSet.of(BEFORE, QUEUED, CLOSING, OVER).contains(phase);
  }

  /** Processes the next event; one already seen is skipped. */
  void onEvent(ChatEvent event) {
    if (!events.isEmpty() && events.get(events.size() - 1).sequence() >= event.sequence()) {
      return;
    }
    events.add(event);
    if (event instanceof MessageEvent message) {
      onMessage(message);
    } else if (event instanceof ImageEvent image) {
      onImage(image);
    } else if (event instanceof ToolEvent tool) {
      transition(event, phase, ASKED, PAUSED);
      content.replyVerifier().tools().onToolEvent(tool);
    } else {
      onExchange((ExchangeEvent) event);
    }
  }

  void addCall(ModelCall modelCall, boolean image) {
    boolean legal = image ? phase == DRAWING : EnumSet.of(ASKED, PAUSED, TYPING).contains(phase);
    Invariant.holds(legal, "a model is asked while %s is %s", sentMessage, phase);
    content.addCall(modelCall, image);
  }

  private void onMessage(MessageEvent event) {
    if (event instanceof MessageEvent.MessageQueued queued) {
      transition(event, QUEUED, BEFORE);
      content.onQueued(queued);
    } else if (event instanceof MessageEvent.MessageReceived received) {
      transition(event, RECEIVED, BEFORE, QUEUED);
      content.onReceived(received);
    } else if (event instanceof MessageEvent.MessageStarted started) {
      onStarted(started);
    } else if (event instanceof MessageEvent.MessageTokens tokens) {
      transition(event, ASKED, ASKED);
      content.replyVerifier().onTokens(tokens.content());
    } else if (event instanceof MessageEvent.ReasoningTokens) {
      transition(event, ASKED, ASKED);
    } else if (event instanceof MessageEvent.MessageCompleted completed) {
      transition(
          event,
          content.replyVerifier().isLast(completed) ? SAID : PAUSED,
          content.replyVerifier().isTurn(completed) ? TYPING : ASKED);
      content.onCompleted(completed);
    } else {
      onBrokenOff(event);
    }
  }

  private void onBrokenOff(MessageEvent event) {
    if (event instanceof MessageEvent.MessageFailed failed) {
      content.onFailed(failed.error(), phase);
      ExchangePhase last = sentMessage.isStruck() ? phase : SAID;
      transition(event, CLOSING, BEFORE, QUEUED, ASKED, TYPING, PAUSED, last);
    } else {
      content.onCancelled((MessageEvent.MessagesCancelled) event, phase);
      transition(event, CLOSING, BEFORE, QUEUED, ASKED, TYPING, PAUSED, SAID);
    }
  }

  private void onStarted(MessageEvent.MessageStarted event) {
    if (event.messageType() == MessageType.REGULAR) {
      transition(event, ASKED, RECEIVED);
      Invariant.holds(event.content().isEmpty(), "a whole reply says %s at its start", event);
    } else if (event.messageType() == MessageType.FOLLOW_UP) {
      transition(event, ASKED, SCHEDULED);
      content.onFollowUpStarted(event);
    } else {
      transition(event, TYPING, ASKED, PAUSED);
      content.replyVerifier().onTurnStarted(event);
    }
  }

  private void onImage(ImageEvent event) {
    if (event instanceof ImageEvent.ImagePromptDetected detected) {
      transition(event, PROMISED, SAID);
      content.onImagePromised(detected);
    } else if (event instanceof ImageEvent.ImageGenerationStarted started) {
      content.onImageStarted(started, phase == PROMISED);
      transition(event, DRAWING, SAID, PROMISED);
    } else if (event instanceof ImageEvent.ImageGenerationProgressed) {
      transition(event, DRAWING, DRAWING);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      transition(event, SAID, DRAWING);
      content.onImageCompleted(completed);
    } else if (((ImageEvent.ImageGenerationFailed) event).prompt().isEmpty()) {
      transition(event, SAID, SAID);
      content.replyVerifier().moderation().verifyWithheldImage();
    } else {
      transition(event, SAID, DRAWING);
    }
  }

  /** An exchange that failed to create an image id ends without an image event. */
  private void onExchange(ExchangeEvent event) {
    phase = phase == PROMISED && sentMessage.isStruck() ? SAID : phase;
    if (event instanceof ExchangeEvent.FollowUpScheduled) {
      transition(event, SCHEDULED, SAID);
      content.onFollowUpScheduled();
    } else if (event instanceof ExchangeEvent.FollowUpBlocked blocked) {
      transition(
          event, CLOSING, blocked.reason() == FollowUpBlockReason.INTERRUPTED ? SCHEDULED : SAID);
      content.onFollowUpBlocked(blocked.reason());
    } else if (event instanceof ExchangeEvent.AttemptFailed attempt) {
      transition(
          event,
          phase,
          attempt.phase().equals("chat") ? EnumSet.of(ASKED, PAUSED) : EnumSet.of(DRAWING));
    } else if (event instanceof ExchangeEvent.ContentModerated moderated) {
      transition(event, phase, ExchangePhase.ofModeration(moderated.stage()));
      content.onModerated(moderated);
    } else if (event instanceof ExchangeEvent.ExchangeCompleted completed) {
      content.verifyEnd(completed, phase == SAID);
      transition(event, OVER, SAID, CLOSING);
    }
  }

  private void transition(ChatEvent event, ExchangePhase next, ExchangePhase... from) {
    transition(event, next, EnumSet.copyOf(List.of(from)));
  }

  private void transition(ChatEvent event, ExchangePhase next, Set<ExchangePhase> from) {
    Invariant.holds(
        from.contains(phase), "%s comes while %s is %s", event, sentMessage.name(), phase);
    phase = next;
  }
}
