package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.resilience.Pace;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import org.jspecify.annotations.Nullable;

/** The models of a world, decorated at random, and all that is asked of them. */
final class Providers {
  private final Chance chance;
  private final Timers timers;
  private final Calls calls;
  private final World world;
  private final Voice voice;
  private final Brush brush;

  Providers(World world, Timers timers, Calls calls) {
    this.world = world;
    this.chance = world.chance();
    this.timers = timers;
    this.calls = calls;
    this.voice = new Voice(chance, timers);
    this.brush = new Brush(chance, timers);
  }

  void calmDown() {
    voice.calmDown();
  }

  /** Answers; what is told of a message is known by the model it is asked for. */
  ChatModel chat() {
    ChatModel decorated = decorated(voice);
    return (StreamingChatModel)
        request -> calls.chat(judged(request), () -> stream(decorated, request));
  }

  private ChatModel decorated(ChatModel plain) {
    ChatModel model = chance.once(3) ? plain.retrying(retry(Retry.text())) : plain;
    model = chance.once(4) ? model.orElse(plain) : model;
    return chance.once(2)
        ? model
        : model.detecting(chance.any(Detection.TOOL, Detection.MARKUP, Detection.CLASSIFIER));
  }

  private Retry retry(Retry retry) {
    return retry.withPace(new Pace(() -> timers, chance.random()::nextDouble));
  }

  private static Flowable<ChatPart> stream(ChatModel model, ChatRequest request) {
    return model.stream(request);
  }

  private @Nullable Send judged(ChatRequest request) {
    Send send = world.send(String.valueOf(request.model()));
    if (send != null) {
      world.guarded(() -> ValidRequest.judge(request, send));
    }
    return send;
  }

  /** Draws; for whom, the prompt begins with. */
  ImageModel images() {
    ImageModel model = chance.once(3) ? brush.retrying(retry(Retry.images())) : brush;
    ImageModel decorated = chance.once(4) ? model.orElse(brush) : model;
    return new ImageModel() {
      @Override
      public Single<Image> generate(ImageRequest request) {
        return stream(request).ofType(Image.class).lastOrError();
      }

      @Override
      public Flowable<ImagePart> stream(ImageRequest request) {
        Send send = world.send(request.prompt().split(" ", 2)[0]);
        return calls.image(send, () -> decorated.stream(request));
      }
    };
  }
}
