package dev.animus4j.checks.simulation;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;

/** Image model with random behaviour. */
final class RandomImageModel implements ImageModel {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final RandomFailures randomFailures;
  private int generated;

  RandomImageModel(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.randomFailures = new RandomFailures(randomChoices);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return stream(request).ofType(Image.class).firstOrError();
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    if (randomChoices.oneIn(60)) {
      throw new RandomFailures.IntendedFailure("no picture at all");
    }
    simulatedWorld.injectedErrors().maybeThrow("an image model behind decorators", 60);
    return Flowable.defer(() -> script(request).playOn(simulatedWorld.scheduler()));
  }

  private ScriptedStream<ImageUpdate> script(ImageRequest request) {
    ScriptedStream<ImageUpdate> script = new ScriptedStream<>();
    for (int i = randomChoices.upToInclusive(9) - 6; i > 0; i--) {
      script.emit(randomChoices.delay(3_000), new ImageUpdate.Progressed(i, null));
    }
    long after = randomChoices.delay(60_000);
    Throwable thrown = simulatedWorld.injectedErrors().nextThrowable("a picture", 30);
    if (thrown != null) {
      return script.run(after, () -> throwUnchecked(thrown));
    }
    if (request.source() != null && randomChoices.oneIn(3)) {
      FailureOrigin brush = FailureOrigin.of("brush");
      return script.fail(after, new AnimusException.InvalidRequest(brush, "cannot change it"));
    }
    return switch (randomChoices.upToInclusive(20)) {
      case 0, 1, 2 -> script.fail(after, randomFailures.any());
      case 3 -> script;
      case 4 -> script.complete(after);
      case 5 -> script.emit(after, image(request)).emit(0, image(request)).complete(0);
      case 6 -> script.emit(after, image(request)).fail(0, randomFailures.any());
      default -> script.emit(after, image(request)).complete(0);
    };
  }

  private static void throwUnchecked(Throwable thrown) {
    throw InjectedErrors.<RuntimeException>throwUnchecked(thrown);
  }

  private Image image(ImageRequest request) {
    return picture(request.prompt(), "picture-" + ++generated);
  }

  /** An image of this prompt, at this location. */
  static Image picture(String prompt, String name) {
    return new Image(
        URI.create("mem:" + name),
        new Image.Format("image/png", 4, 3, 99),
        prompt,
        new Image.Generation("test", "brush", name, null, Duration.ofSeconds(1), null, null),
        Image.Lineage.NONE,
        false);
  }
}
