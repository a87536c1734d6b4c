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
  private final World world;
  private final Voice voice;
  private final Brush brush;

  Providers(World world) {
    this.world = world;
    this.chance = world.chance();
    this.voice = new Voice(world);
    this.brush = new Brush(world);
  }

  void calmDown() {
    voice.calmDown();
  }

  /** Whether the model may go on although nobody listens any more. */
  /** Answers; what is told of a message is known by the model it is asked for. */
  ChatModel chat() {
    ChatModel decorated = decorated(voice);
    return (StreamingChatModel) request -> chat(decorated, request);
  }

  private Flowable<ChatPart> chat(ChatModel decorated, ChatRequest request) {
    Send send = judged(request);
    world.mishaps().perhaps("a chat model that is asked", 60, send);
    Flowable<ChatPart> answer = world.calls().chat(send, () -> decorated.stream(request));
    return Flowable.unsafeCreate(
        listener -> {
          world.mishaps().perhaps("a chat model that is heard", 60, send);
          answer.subscribe(listener);
        });
  }

  private ChatModel decorated(ChatModel plain) {
    ChatModel model = chance.once(3) ? plain.retrying(retry(Retry.text())) : plain;
    model = chance.once(4) ? model.orElse(plain) : model;
    return chance.once(2)
        ? model
        : model.detecting(chance.any(Detection.TOOL, Detection.MARKUP, Detection.CLASSIFIER));
  }

  private Retry retry(Retry retry) {
    return retry.withPace(new Pace(world::timers, chance.random()::nextDouble));
  }

  private @Nullable Send judged(ChatRequest request) {
    Send send = world.register().send(request.model());
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
        return image(decorated, request);
      }
    };
  }

  private Flowable<ImagePart> image(ImageModel decorated, ImageRequest request) {
    Send send = world.register().send(request.prompt().split(" ", 2)[0]);
    world.mishaps().perhaps("an image model that is asked", 40);
    Flowable<ImagePart> picture = world.calls().image(send, () -> decorated.stream(request));
    return Flowable.unsafeCreate(
        listener -> {
          world.mishaps().perhaps("an image model that is heard", 40);
          picture.subscribe(listener);
        });
  }
}
