package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.SchedulerAndRandom;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import org.jspecify.annotations.Nullable;

/** Models of a world, with random decorators, whose calls are recorded. */
final class RandomModels {
  private final RandomChoices randomChoices;
  private final SimulatedWorld simulatedWorld;
  private final RandomChatModel randomChatModel;
  private final RandomImageModel randomImageModel;

  RandomModels(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.randomChatModel = new RandomChatModel(simulatedWorld);
    this.randomImageModel = new RandomImageModel(simulatedWorld);
  }

  void stopFailing() {
    randomChatModel.stopFailing();
  }

  /** The chat model, which finds the message of a call by the model name in the request. */
  ChatModel chat() {
    ChatModel decorated = decorate(randomChatModel);
    return (StreamingChatModel) request -> chat(decorated, request);
  }

  private Flowable<ChatUpdate> chat(ChatModel decorated, ChatRequest request) {
    SentMessage sentMessage = verifyRequest(request);
    simulatedWorld.injectedErrors().maybeThrow("a chat model that is asked", 60, sentMessage);
    Flowable<ChatUpdate> answer =
        simulatedWorld.calls().chat(sentMessage, request, () -> decorated.stream(request));
    return Flowable.unsafeCreate(
        listener -> {
          simulatedWorld.injectedErrors().maybeThrow("a chat model that is heard", 60, sentMessage);
          answer.subscribe(listener);
        });
  }

  private ChatModel decorate(ChatModel plain) {
    ChatModel model = randomChoices.oneIn(3) ? plain.withRetry(retry(Retry.chat())) : plain;
    model = randomChoices.oneIn(4) ? model.withFallback(plain) : model;
    return randomChoices.oneIn(2)
        ? model
        : model.withImageDetection(
            randomChoices.any(
                ImagePromptDetection.TOOL,
                ImagePromptDetection.MARKUP,
                ImagePromptDetection.CLASSIFIER));
  }

  private Retry retry(Retry retry) {
    return retry.withTiming(
        new SchedulerAndRandom(simulatedWorld::scheduler, randomChoices.random()::nextDouble));
  }

  private @Nullable SentMessage verifyRequest(ChatRequest request) {
    SentMessage sentMessage = simulatedWorld.registry().send(request.model());
    if (sentMessage != null) {
      simulatedWorld.runVerified(() -> RequestVerifier.verify(request, sentMessage));
    }
    return sentMessage;
  }

  /** The image model, which finds the message by the start of the prompt. */
  ImageModel images() {
    ImageModel model =
        randomChoices.oneIn(3)
            ? randomImageModel.withRetry(retry(Retry.images()))
            : randomImageModel;
    ImageModel decorated = randomChoices.oneIn(4) ? model.withFallback(randomImageModel) : model;
    return new ImageModel() {
      @Override
      public Single<Image> generate(ImageRequest request) {
        return stream(request).ofType(Image.class).lastOrError();
      }

      @Override
      public Flowable<ImageUpdate> stream(ImageRequest request) {
        return image(decorated, request);
      }
    };
  }

  private Flowable<ImageUpdate> image(ImageModel decorated, ImageRequest request) {
    SentMessage sentMessage = simulatedWorld.registry().send(request.prompt().split(" ", 2)[0]);
    simulatedWorld.injectedErrors().maybeThrow("an image model that is asked", 40);
    Flowable<ImageUpdate> picture =
        simulatedWorld.calls().image(sentMessage, () -> decorated.stream(request));
    return Flowable.unsafeCreate(
        listener -> {
          simulatedWorld.injectedErrors().maybeThrow("an image model that is heard", 40);
          picture.subscribe(listener);
        });
  }
}
