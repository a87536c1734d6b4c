package dev.animus4j.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImagePart.AttemptFailed;
import dev.animus4j.resilience.Guards;
import dev.animus4j.resilience.Limits;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.Retry.Attempt;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** All decorators at once. */
class DecoratedImagesTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");

  private final Easel easel = new Easel();
  private final AnimusException down = Easel.unavailable();
  private final StreamingImageModel broken =
      request -> Flowable.just(Easel.progress(0)).concatWith(Flowable.error(down));

  @Test
  void nothingThatIsToldOnTheWayIsLost() {
    ImageModel model =
        decorated(
            broken,
            easel,
            Guards.of("broken", Limits.images().pausing(100, 3, Duration.ofSeconds(9))));
    TestSubscriber<ImagePart> caller = model.stream(FOX).test();
    Eventually.told(4, caller);
    Eventually.eventually(() -> easel.asked.size() == 1);
    easel.latest().onNext(Easel.progress(1));
    Image image = easel.draw();
    caller.awaitDone(30, SECONDS);
    caller.assertValueAt(0, Easel.progress(0));
    caller.assertValueAt(1, failed(1));
    caller.assertValueAt(2, Easel.progress(0));
    caller.assertValueAt(3, failed(2));
    caller.assertValueAt(4, Easel.progress(1));
    caller.assertValueAt(5, part -> part instanceof Image drawn && drawn.prompt().equals("a fox"));
    caller.assertComplete();
    assertThat(image.prompt()).isEqualTo("a fox at dawn");
  }

  @Test
  void leavingReachesTheProvider() {
    ImageModel model = decorated(easel, broken, Guards.of("easel", Limits.images().atOnce(1)));
    for (int i = 1; i <= 3; i++) {
      model.generate(FOX).test().dispose();
      assertThat(easel.cancelled).hasValue(i);
    }
  }

  private static ImageModel decorated(ImageModel model, ImageModel other, Guards guards) {
    return model
        .guarded(guards)
        .retrying(Retry.exactly(Duration.ZERO))
        .orElse(other)
        .enhanced(prompt -> Single.just(prompt + " at dawn"))
        .caching(Caffeine.newBuilder().maximumSize(10))
        .where(PromptRules.none().prohibiting("wolf"));
  }

  private ImagePart failed(int number) {
    return new AttemptFailed(new Attempt(number, Duration.ZERO, down));
  }
}
