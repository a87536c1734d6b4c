package dev.animus4j.image;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImageUpdate.AttemptFailed;
import dev.animus4j.resilience.ResilienceLimits;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.Retry.Attempt;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All decorators at once. */
class DecoratedImageModelTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");

  private final FakeImageModel fakeImageModel = new FakeImageModel();
  private final AnimusException down = FakeImageModel.unavailable();
  private final StreamingImageModel broken =
      request -> Flowable.just(FakeImageModel.progress(0)).concatWith(Flowable.error(down));

  @Test
  void nothingThatIsToldOnTheWayIsLost() {
    ImageModel model =
        decorated(
            broken,
            fakeImageModel,
            ResiliencePolicy.of(
                "broken",
                ResilienceLimits.images().withCircuitBreaker(100, 3, Duration.ofSeconds(9))));
    TestSubscriber<ImageUpdate> caller = model.stream(FOX).test();
    eventually(() -> caller.values().size() >= 4);
    eventually(() -> fakeImageModel.asked.size() == 1);
    fakeImageModel.latest().onNext(FakeImageModel.progress(1));
    Image image = fakeImageModel.draw();
    caller.awaitDone(30, SECONDS);
    caller.assertValueAt(0, FakeImageModel.progress(0));
    caller.assertValueAt(1, failed(1));
    caller.assertValueAt(2, FakeImageModel.progress(0));
    caller.assertValueAt(3, failed(2));
    caller.assertValueAt(4, FakeImageModel.progress(1));
    caller.assertValueAt(
        5, update -> update instanceof Image drawn && drawn.prompt().equals("a fox"));
    caller.assertComplete();
    assertThat(image.prompt()).isEqualTo("a fox at dawn");
  }

  @Test
  void allImagesPassThroughDecorators() {
    List<Image> three =
        List.of(
            FakeImageModel.image("a fox"), FakeImageModel.image("a"), FakeImageModel.image("b"));
    StreamingImageModel several =
        request -> Flowable.<ImageUpdate>fromIterable(three).startWithItem(progress());
    ResiliencePolicy policy = ResiliencePolicy.of("easel", ResilienceLimits.images());

    assertThat(decorated(several, broken, policy).generateAll(FOX).blockingGet()).hasSize(3);
    ImageModel single = request -> Single.just(three.get(0));
    assertThat(single.generateAll(FOX).blockingGet()).containsExactly(three.get(0));
    assertThatThrownBy(() -> broken.generateAll(FOX).blockingGet()).isSameAs(down);
    ImageModel throwing =
        request -> {
          throw new IllegalStateException("none");
        };
    assertThatThrownBy(() -> throwing.generateAll(FOX).blockingGet()).hasMessage("none");
  }

  private static ImageUpdate progress() {
    return FakeImageModel.progress(0);
  }

  @Test
  void leavingReachesTheProvider() {
    ImageModel model =
        decorated(
            fakeImageModel,
            broken,
            ResiliencePolicy.of("easel", ResilienceLimits.images().withMaxConcurrency(1)));
    for (int i = 1; i <= 3; i++) {
      model.generate(FOX).test().dispose();
      assertThat(fakeImageModel.cancelled).hasValue(i);
    }
  }

  private static ImageModel decorated(ImageModel model, ImageModel other, ResiliencePolicy policy) {
    return model
        .withResilience(policy)
        .withRetry(Retry.ofDelays(Duration.ZERO))
        .withFallback(other)
        .withPromptEnhancer(prompt -> Single.just(prompt + " at dawn"))
        .withCache(Caffeine.newBuilder().maximumSize(10))
        .withPromptRules(PromptRules.none().withProhibitedTerms("wolf"));
  }

  private ImageUpdate failed(int number) {
    return new AttemptFailed(new Attempt(number, Duration.ZERO, down));
  }
}
