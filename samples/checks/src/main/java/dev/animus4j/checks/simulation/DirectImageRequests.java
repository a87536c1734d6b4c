package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.event.ModerationAction;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Direct image requests, beside the exchanges. */
final class DirectImageRequests {
  /** Prefix of their prompts, which prompts of responses never have. */
  private static final String DIRECT = "g";

  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final Map<String, DirectImageVerifier> sittings = new LinkedHashMap<>();
  private final Map<String, ContentModerated> moderated = new HashMap<>();

  DirectImageRequests(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    simulatedWorld.busTap().subscribe(this::onPublished);
  }

  /** Requests an image; the subscriber may cancel at any time. */
  void requestImage(ConversationVerifier conversationVerifier) {
    String prompt = DIRECT + (sittings.size() + 1) + " a dog";
    simulatedWorld.log().record(conversationVerifier.id(), "draws " + prompt);
    DirectImageVerifier directImageVerifier =
        new DirectImageVerifier(simulatedWorld, conversationVerifier, prompt);
    sittings.put(prompt.split(" ", 2)[0], directImageVerifier);
    simulatedWorld.sideTaskStarted();
    Single<Image> picture =
        generate(simulatedWorld.clients().chat(conversationVerifier.id()), prompt)
            .doFinally(simulatedWorld::sideTaskEnded);
    simulatedWorld.clients().callOnAnyThread(() -> picture.subscribe(directImageVerifier));
    if (randomChoices.oneIn(3)) {
      var unused =
          simulatedWorld
              .scheduler()
              .schedule(randomChoices.delay(9_000), directImageVerifier::cancel);
    }
  }

  private Single<Image> generate(Chat chat, String prompt) {
    URI known = URI.create("mem:known");
    return switch (randomChoices.upToInclusive(2)) {
      case 0 -> chat.generateImage(prompt);
      case 1 -> chat.generateImage(prompt, known);
      default -> chat.generateImage(ImageRequest.of(prompt).withSeed(7));
    };
  }

  /** Whether a moderation is that of an image requested here. */
  boolean addModeration(ExpectedModeration expectedModeration) {
    DirectImageVerifier directImageVerifier = find(expectedModeration.matter().text());
    if (directImageVerifier != null) {
      directImageVerifier.setModeration(expectedModeration);
    }
    return directImageVerifier != null;
  }

  private @Nullable DirectImageVerifier find(String prompt) {
    return sittings.get(prompt.split(" ", 2)[0]);
  }

  private void onPublished(ChatEvent event) {
    if (event instanceof ContentModerated verdict) {
      moderated.put(event.exchangeId(), verdict);
    } else if (event instanceof ImageEvent.ImageGenerationStarted started) {
      notify(started.prompt(), event);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      notify(completed.picture().prompt(), event);
    } else if (event instanceof ImageEvent.ImageGenerationFailed failed) {
      verifyWithheld(failed);
      notify(failed.prompt(), event);
    }
  }

  /** An image without a prompt was withheld, by a verdict that was published. */
  private void verifyWithheld(ImageEvent.ImageGenerationFailed event) {
    ContentModerated verdict = moderated.get(event.exchangeId());
    boolean withheld =
        verdict != null
            && verdict.stage() == GuardrailStage.IMAGE_PROMPT
            && verdict.action() == ModerationAction.WITHHELD;
    Invariant.holds(!event.prompt().isEmpty() || withheld, "%s after %s", event, verdict);
  }

  private void notify(String prompt, ChatEvent event) {
    DirectImageVerifier directImageVerifier = find(prompt);
    if (directImageVerifier != null) {
      directImageVerifier.onEvent(event, moderated.get(event.exchangeId()));
    }
  }

  void verifyAll() {
    sittings.values().forEach(DirectImageVerifier::verify);
  }
}
