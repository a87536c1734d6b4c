package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies one direct image request: its subscriber, and all others, receive the same events. */
final class DirectImageVerifier implements SingleObserver<Image> {
  private final SimulatedWorld simulatedWorld;
  private final ConversationVerifier conversationVerifier;
  private final String prompt;
  private final boolean impatient;
  private final List<ChatEvent> events = new ArrayList<>();
  private Disposable subscription = Disposable.empty();
  private boolean cancelled;
  private @Nullable ExpectedModeration expectedModeration;
  private @Nullable Image image;
  private @Nullable Throwable failure;

  DirectImageVerifier(
      SimulatedWorld simulatedWorld, ConversationVerifier conversationVerifier, String prompt) {
    this.simulatedWorld = simulatedWorld;
    this.conversationVerifier = conversationVerifier;
    this.prompt = prompt;
    this.impatient = simulatedWorld.random().oneIn(6);
  }

  void setModeration(ExpectedModeration expectedModeration) {
    Invariant.holds(this.expectedModeration == null, "judged twice: %s", expectedModeration);
    this.expectedModeration = expectedModeration;
  }

  /** Cancels at once if impatient: while the event is being published. */
  void onEvent(ChatEvent event, @Nullable ContentModerated moderated) {
    events.add(event);
    if (event instanceof ImageGenerationStarted started) {
      verifyStarted(started, expectedModeration, moderated);
    } else if (event instanceof ImageGenerationCompleted completed) {
      verifyStored(completed.picture().imageUrl());
    }
    if (impatient && simulatedWorld.random().oneIn(2)) {
      simulatedWorld.counters().add("leaves in the middle of a picture");
      cancel();
    }
  }

  private void verifyStarted(
      ImageGenerationStarted event,
      @Nullable ExpectedModeration verdict,
      @Nullable ContentModerated events) {
    String expected = verdict == null ? prompt : verdict.text();
    Invariant.holds(event.prompt().equals(expected), "%s, judged as %s", event, verdict);
    boolean unchanged = verdict == null || verdict.isAllowed();
    boolean matches =
        events == null ? unchanged : !unchanged && verdict != null && verdict.matches(events);
    Invariant.holds(matches, "%s is told of %s", events, verdict);
  }

  private void verifyStored(URI location) {
    int found =
        conversationVerifier
            .storedConversation()
            .settle(e -> e.picture() != null && e.picture().location().equals(location), -1);
    Invariant.holds(found >= 0, "not remembered: %s", location);
  }

  void cancel() {
    if (image == null && failure == null) {
      cancelled = true;
      subscription.dispose();
    }
  }

  @Override
  public void onSubscribe(Disposable subscription) {
    this.subscription = subscription;
    if (cancelled) {
      subscription.dispose();
    }
  }

  @Override
  public void onSuccess(Image image) {
    this.image = image;
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
  }

  /** Verifies the final state. */
  void verify() {
    Invariant.holds(cancelled || image != null || failure != null, "nobody tells of %s", prompt);
    if (expectedModeration != null && expectedModeration.text() == null) {
      verifyWithheld();
    } else {
      verifyGenerated();
    }
  }

  private void verifyWithheld() {
    Invariant.holds(image == null && events.isEmpty(), "withheld, and drawn: %s", events);
  }

  private void verifyGenerated() {
    boolean started = !events.isEmpty() && events.get(0) instanceof ImageGenerationStarted;
    boolean ended = events.isEmpty() || (started && events.size() == 2);
    Invariant.holds(ended, "one start, and one end: %s", events);
    ChatEvent end = events.isEmpty() ? null : events.get(1);
    if (image != null) {
      boolean same =
          end instanceof ImageGenerationCompleted completed
              && completed.picture().imageUrl().equals(image.location());
      Invariant.holds(same, "%s is told as %s", image, events);
    } else if (!cancelled) {
      boolean same = end == null || end instanceof ImageGenerationFailed;
      Invariant.holds(same, "%s is told as %s", failure, events);
    }
  }
}
