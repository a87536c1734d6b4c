package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures that are asked for by hand, beside the exchanges. */
final class Studio {
  /** What their prompts begin with, and those of answers never. */
  private static final String BY_HAND = "g";

  private final World world;
  private final Chance chance;
  private final Map<String, Sitting> sittings = new LinkedHashMap<>();
  private final Map<String, ContentModerated> moderated = new HashMap<>();

  Studio(World world) {
    this.world = world;
    this.chance = world.chance();
    world.tap().add(this::published);
  }

  /** Asks for one; leaves at any time, or stays. */
  void draw(Talk talk) {
    String prompt = BY_HAND + (sittings.size() + 1) + " a dog";
    world.journal().note(talk.id(), "draws " + prompt);
    Sitting sitting = new Sitting(world, talk, prompt);
    sittings.put(prompt.split(" ", 2)[0], sitting);
    world.asideBegun();
    Single<Image> picture =
        asked(world.clients().now().chat(talk.id()), prompt).doFinally(world::asideEnded);
    world.clients().call(() -> picture.subscribe(sitting));
    if (chance.once(3)) {
      var unused = world.timers().after(chance.delay(9_000), sitting::leave);
    }
  }

  private Single<Image> asked(Chat chat, String prompt) {
    URI known = URI.create("mem:known");
    return switch (chance.upTo(2)) {
      case 0 -> chat.generateImage(prompt);
      case 1 -> chat.generateImage(prompt, known);
      default -> chat.generateImage(ImageRequest.of(prompt).seed(7));
    };
  }

  /** Whether it is of a picture that was asked for here. */
  boolean judged(Judged judged) {
    Sitting sitting = of(judged.matter().text());
    if (sitting != null) {
      sitting.judged(judged);
    }
    return sitting != null;
  }

  private @Nullable Sitting of(String prompt) {
    return sittings.get(prompt.split(" ", 2)[0]);
  }

  private void published(ChatEvent event) {
    if (event instanceof ContentModerated verdict) {
      moderated.put(event.exchangeId(), verdict);
    } else if (event instanceof ImageEvent.ImageGenerationStarted started) {
      tell(started.prompt(), event);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      tell(completed.picture().prompt(), event);
    } else if (event instanceof ImageEvent.ImageGenerationFailed failed) {
      tell(failed.prompt(), event);
    }
  }

  private void tell(String prompt, ChatEvent event) {
    Sitting sitting = of(prompt);
    if (sitting != null) {
      sitting.told(event, moderated.get(event.exchangeId()));
    }
  }

  void judgeAll() {
    sittings.values().forEach(Sitting::judge);
  }
}
