package dev.animus4j.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImagePart.AttemptFailed;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.Retry.Attempt;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LadderTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static final Image DRAWN = Easel.image("a fox");

  private final List<ImageRequest> others = new ArrayList<>();
  private final ImageModel other =
      request ->
          Single.fromSupplier(
              () -> {
                others.add(request);
                return DRAWN;
              });

  @Test
  void whoSucceedsNeedsNobodyElse() {
    telling(Easel.progress(0), DRAWN).orElse(other).stream(FOX)
        .test()
        .assertResult(Easel.progress(0), DRAWN);
    assertThat(others).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("takenElsewhere")
  void aFailureIsToldAndTheOtherIsAskedTheSame(AnimusException failure) {
    failing(failure).orElse(other).stream(FOX).test().assertResult(failed(1, failure), DRAWN);
    failing(failure).orElse(other).generate(FOX).test().assertResult(DRAWN);
    assertThat(others).containsExactly(FOX, FOX);
  }

  static Stream<AnimusException> takenElsewhere() {
    return Stream.of(
        Easel.unavailable(),
        new AnimusException.QuotaExhausted(Easel.ORIGIN, null),
        new AnimusException.RateLimited(Easel.ORIGIN, null),
        new AnimusException.Authentication(Easel.ORIGIN, "no key", null),
        new AnimusException.InvalidRequest(Easel.ORIGIN, "cannot refine"),
        new AnimusException.Protocol(Easel.ORIGIN, "junk", null));
  }

  @ParameterizedTest
  @MethodSource("takenNowhere")
  void whatIsTakenNowhere(Throwable failure) {
    failing(failure).orElse(other).stream(FOX).test().assertFailure(failure.getClass());
    assertThat(others).isEmpty();
  }

  static Stream<Throwable> takenNowhere() {
    return Stream.of(
        Easel.refused(),
        new AnimusException.ContentPolicy(Easel.ORIGIN, AnimusException.Stage.OUTPUT, List.of()),
        new AnimusException.Cancelled(Easel.ORIGIN, "left"),
        new IllegalStateException("a bug"));
  }

  @Test
  void aRefusalHalfwayDownEndsTheLadder() {
    failing(Easel.unavailable())
        .orElse(failing(Easel.refused()))
        .orElse(other)
        .generate(FOX)
        .test()
        .assertFailure(AnimusException.ContentPolicy.class);
    assertThat(others).isEmpty();
  }

  @Test
  void nobodyIsAskedAfterAPictureWasDrawn() {
    AnimusException late = Easel.unavailable();
    StreamingImageModel two =
        request -> Flowable.<ImagePart>just(DRAWN).concatWith(Flowable.error(late));
    two.orElse(other).stream(FOX).test().assertFailure(late.getClass(), DRAWN);
    assertThat(others).isEmpty();
  }

  @Test
  void attemptsAreCountedDownTheWholeLadder() {
    AnimusException down = Easel.unavailable();
    ImageModel twice = failing(down).retrying(Retry.exactly(Duration.ZERO));
    TestSubscriber<ImagePart> caller = twice.orElse(failing(down)).orElse(other).stream(FOX).test();
    caller.awaitDone(30, SECONDS);
    caller.assertResult(failed(1, down), failed(2, down), failed(3, down), DRAWN);
  }

  @Test
  void theLastFailureIsTold() {
    AnimusException last = new AnimusException.QuotaExhausted(Easel.ORIGIN, null);
    failing(Easel.unavailable()).orElse(failing(last)).generate(FOX).test().assertError(last);
  }

  @Test
  void somethingEasierCanBeAskedForInstead() {
    ImageModel small = request -> request.size() == null ? other.generate(request) : failed();
    small
        .orElseAsking(
            request -> new ImageRequest(request.prompt(), null, null, null, List.of(), Map.of()))
        .generate(FOX.size(4096, 4096))
        .test()
        .assertResult(DRAWN);
    assertThat(others).containsExactly(FOX);
  }

  @Test
  void aModelThatThrowsInsteadOfFailingIsTreatedAsOneThatFails() {
    ImageModel throwing =
        request -> {
          throw Easel.unavailable();
        };
    throwing.orElse(other).generate(FOX).test().assertResult(DRAWN);
    throwing.retrying(Retry.never()).orElse(other).generate(FOX).test().assertResult(DRAWN);
  }

  @Test
  void leavingEndsWhoeverDraws() {
    Easel easel = new Easel();
    failing(Easel.unavailable()).orElse(easel).stream(FOX).test().cancel();
    assertThat(easel.cancelled).hasValue(1);
  }

  private static Single<Image> failed() {
    return Single.error(Easel.unavailable());
  }

  private static StreamingImageModel telling(ImagePart... parts) {
    return request -> Flowable.fromArray(parts);
  }

  private static StreamingImageModel failing(Throwable failure) {
    return request -> Flowable.error(failure);
  }

  private static ImagePart failed(int number, AnimusException failure) {
    return new AttemptFailed(new Attempt(number, Duration.ZERO, failure));
  }
}
