package dev.animus4j.checks.simulation;

import static dev.animus4j.checks.simulation.Story.Act.ASKED;
import static dev.animus4j.checks.simulation.Story.Act.BEFORE;
import static dev.animus4j.checks.simulation.Story.Act.CLOSING;
import static dev.animus4j.checks.simulation.Story.Act.DRAWING;
import static dev.animus4j.checks.simulation.Story.Act.OVER;
import static dev.animus4j.checks.simulation.Story.Act.PAUSED;
import static dev.animus4j.checks.simulation.Story.Act.PROMISED;
import static dev.animus4j.checks.simulation.Story.Act.QUEUED;
import static dev.animus4j.checks.simulation.Story.Act.SAID;
import static dev.animus4j.checks.simulation.Story.Act.SCHEDULED;
import static dev.animus4j.checks.simulation.Story.Act.TYPING;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent;
import dev.animus4j.chat.event.FollowUpBlock;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.guard.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One exchange as it is told: which events may follow which. What they say, others judge. */
final class Story {
  /** Where in an exchange we are. */
  enum Act {
    BEFORE,
    QUEUED,
    ASKED,
    TYPING,
    PAUSED,
    SAID,
    PROMISED,
    DRAWING,
    SCHEDULED,
    CLOSING,
    OVER
  }

  private final Send send;
  private final Content content;
  private final List<ChatEvent> told = new ArrayList<>();
  private Act act = BEFORE;

  Story(Send send, Content content) {
    this.send = send;
    this.content = content;
  }

  Send send() {
    return send;
  }

  Content content() {
    return content;
  }

  List<ChatEvent> told() {
    return told;
  }

  boolean isOver() {
    return act == OVER;
  }

  boolean waits() {
    return act == QUEUED;
  }

  boolean isDrawing() {
    return act == DRAWING;
  }

  /** Whether it is its turn: begun, and not at its end. */
  boolean isSpeaking() {
    return !EnumSet.of(BEFORE, QUEUED, CLOSING, OVER).contains(act);
  }

  /** Takes the next event; one that is known already is passed over. */
  void tell(ChatEvent event) {
    if (!told.isEmpty() && told.get(told.size() - 1).sequence() >= event.sequence()) {
      return;
    }
    told.add(event);
    if (event instanceof MessageEvent message) {
      message(message);
    } else if (event instanceof ImageEvent image) {
      image(image);
    } else if (event instanceof ToolEvent tool) {
      turn(event, act, ASKED, PAUSED);
      content.answering().calls(tool);
    } else {
      exchange((ExchangeEvent) event);
    }
  }

  void asks(Call call, boolean image) {
    boolean right = image ? act == DRAWING : act == ASKED || act == PAUSED || act == TYPING;
    Rule.that(right, "a model is asked while %s is %s", send, act);
    content.asks(call, image);
  }

  private void message(MessageEvent event) {
    if (event instanceof MessageEvent.MessageQueued queued) {
      turn(event, QUEUED, BEFORE);
      content.queued(queued);
    } else if (event instanceof MessageEvent.MessageStarted started) {
      start(started);
    } else if (event instanceof MessageEvent.MessageTokens tokens) {
      turn(event, ASKED, ASKED);
      content.answering().heard(tokens.content());
    } else if (event instanceof MessageEvent.MessageCompleted completed) {
      turn(
          event,
          content.answering().isLast(completed) ? SAID : PAUSED,
          content.answering().isTurn(completed) ? TYPING : ASKED);
      content.said(completed);
    } else if (event instanceof MessageEvent.MessageFailed failed) {
      content.failed(failed.error(), act);
      turn(event, CLOSING, BEFORE, QUEUED, ASKED, TYPING, PAUSED, send.isStruck() ? act : SAID);
    } else if (event instanceof MessageEvent.MessagesCancelled cancelled) {
      content.cancelled(cancelled, act);
      turn(event, CLOSING, BEFORE, QUEUED, ASKED, TYPING, PAUSED, SAID);
    }
  }

  private void start(MessageEvent.MessageStarted event) {
    if (event.messageType() == MessageType.REGULAR) {
      turn(event, ASKED, BEFORE, QUEUED);
      content.begins(event);
    } else if (event.messageType() == MessageType.FOLLOW_UP) {
      turn(event, ASKED, SCHEDULED);
      content.goesOn(event);
    } else {
      turn(event, TYPING, ASKED, PAUSED);
      content.answering().types(event);
    }
  }

  private void image(ImageEvent event) {
    if (event instanceof ImageEvent.ImagePromptDetected detected) {
      turn(event, PROMISED, SAID);
      content.promises(detected);
    } else if (event instanceof ImageEvent.ImageGenerationStarted started) {
      content.draws(started, act == PROMISED);
      turn(event, DRAWING, SAID, PROMISED);
    } else if (event instanceof ImageEvent.ImageGenerationProgressed) {
      turn(event, DRAWING, DRAWING);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      turn(event, SAID, DRAWING);
      content.drew(completed);
    } else {
      turn(event, SAID, DRAWING);
    }
  }

  /** Who cannot even begin a picture, for want of an id, has told what there is to tell. */
  private void exchange(ExchangeEvent event) {
    act = act == PROMISED && send.isStruck() ? SAID : act;
    if (event instanceof ExchangeEvent.FollowUpScheduled) {
      turn(event, SCHEDULED, SAID);
      content.schedules();
    } else if (event instanceof ExchangeEvent.FollowUpBlocked blocked) {
      boolean interrupted = blocked.reason() == FollowUpBlock.INTERRUPTED;
      turn(event, CLOSING, interrupted ? SCHEDULED : SAID);
      content.blocked(blocked.reason());
    } else if (event instanceof ExchangeEvent.AttemptFailed attempt) {
      boolean chat = attempt.phase().equals("chat");
      turn(event, act, chat ? EnumSet.of(ASKED, PAUSED) : EnumSet.of(DRAWING));
    } else if (event instanceof ExchangeEvent.ContentModerated moderated) {
      boolean input = moderated.stage() == Stage.INPUT;
      turn(event, act, input ? EnumSet.of(BEFORE, QUEUED) : EnumSet.of(ASKED, PAUSED));
      content.moderated(moderated);
    } else if (event instanceof ExchangeEvent.ExchangeCompleted completed) {
      content.ends(completed, act == SAID);
      turn(event, OVER, SAID, CLOSING);
    }
  }

  private void turn(ChatEvent event, Act next, Act... from) {
    turn(event, next, EnumSet.copyOf(List.of(from)));
  }

  private void turn(ChatEvent event, Act next, Set<Act> from) {
    Rule.that(from.contains(act), "%s comes while %s is %s", event, send.name(), act);
    act = next;
  }
}
