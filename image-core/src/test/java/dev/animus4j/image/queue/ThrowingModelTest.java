package dev.animus4j.image.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnyThrowable;
import dev.animus4j.failure.AnyThrowable.ThrowPoint;
import dev.animus4j.image.FakeImageModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.PromptRules;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.resilience.ResilienceLimits;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A model that throws whatever, whenever, once: one call fails, and the next one draws. */
class ThrowingModelTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static final Image DRAWN = FakeImageModel.image("a fox");
  private static final Flowable<ImageUpdate> DRAWING =
      Flowable.just(FakeImageModel.progress(0), FakeImageModel.progress(1), DRAWN);

  enum Decorator {
    RETRYING(model -> model.withRetry(Retry.ofDelays(Duration.ZERO, Duration.ZERO))),
    GUARDED(model -> model.withResilience(oneAtOnce())),
    LADDER(model -> model.withFallback(request -> Single.just(DRAWN))),
    SECOND_RUNG(model -> failing().withFallback(model)),
    EASIER(model -> model.withFallbackRequest(request -> request.withSize(1, 1))),
    RULED(model -> model.withPromptRules(PromptRules.none().withMinLength(1))),
    CACHING(model -> model.withCache(Caffeine.newBuilder().maximumSize(9))),
    ENHANCED(model -> model.withPromptEnhancer(prompt -> Single.just("better"))),
    QUEUED(model -> new ImageQueue(model, 1, 0).forKey("anna")),
    QUEUED_HERE(model -> new ImageQueue(model, 1, 0, Schedulers.trampoline()).forKey("anna")),
    ALL(
        model ->
            RULED.on(
                CACHING.on(ENHANCED.on(LADDER.on(RETRYING.on(GUARDED.on(QUEUED.on(model))))))));

    private final UnaryOperator<ImageModel> decorating;

    Decorator(UnaryOperator<ImageModel> decorating) {
      this.decorating = decorating;
    }

    ImageModel on(ImageModel model) {
      return decorating.apply(model);
    }

    private static ResiliencePolicy oneAtOnce() {
      return ResiliencePolicy.of("easel", ResilienceLimits.images().withMaxConcurrency(1));
    }

    private static ImageModel failing() {
      return request -> Single.error(FakeImageModel.unavailable());
    }
  }

  /** RxJava reports some of what is thrown besides passing it on. */
  @BeforeContainer
  static void expectReports() {
    RxJavaPlugins.setErrorHandler(reported -> {});
  }

  @AfterContainer
  static void expectNoMore() {
    RxJavaPlugins.setErrorHandler(null);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void itsCallFailsAndTheNextOneIsAsGoodAsEver(
      @ForAll Decorator decorator,
      @ForAll AnyThrowable anyThrowable,
      @ForAll ThrowPoint throwPoint) {
    int[] asked = {0};
    StreamingImageModel model =
        request -> asked[0]++ == 0 ? anyThrowable.at(throwPoint, DRAWING) : DRAWING;
    ImageModel decorated = decorator.on(model);

    TestSubscriber<ImageUpdate> first = drawn(decorated);
    first.assertError(anyThrowable::isToldBy);
    assertThat(first.values()).doesNotHaveDuplicates();
    for (int next = 0; next < 3; next++) {
      drawn(decorated).assertComplete().assertNoErrors();
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aModelWrittenAsASingleIsNoDifferent(
      @ForAll Decorator decorator, @ForAll AnyThrowable anyThrowable) {
    int[] asked = {0};
    ImageModel model =
        request ->
            switch (asked[0]++) {
              case 0 -> anyThrowable.now();
              case 1 -> Single.fromCallable(anyThrowable::now);
              default -> Single.just(DRAWN);
            };
    ImageModel decorated = decorator.on(model);

    drawn(decorated).assertError(anyThrowable::isToldBy);
    drawn(decorated).assertError(anyThrowable::isToldBy);
    drawn(decorated).assertComplete();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void anEnhancerThatThrowsIsDoneWithout(@ForAll AnyThrowable anyThrowable, @ForAll boolean late) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel enhanced =
        fakeImageModel.withPromptEnhancer(
            prompt -> late ? Single.fromCallable(anyThrowable::now) : anyThrowable.now());
    TestSubscriber<ImageUpdate> caller = enhanced.stream(FOX).test();
    Image image = fakeImageModel.draw();
    caller.assertResult(image);
    assertThat(fakeImageModel.asked).containsExactly(FOX);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aRuleThatThrowsFailsTheCallAndNobodyIsAsked(@ForAll AnyThrowable anyThrowable) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel ruled =
        fakeImageModel.withPromptRules(
            PromptRules.none().withRule("a rule", prompt -> anyThrowable.now()));
    drawn(ruled).assertError(anyThrowable::isToldBy);
    assertThat(fakeImageModel.asked).isEmpty();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void anExceptionOfTheRequestSimplifierFailsTheCall(@ForAll AnyThrowable anyThrowable) {
    ImageModel eased = Decorator.failing().withFallbackRequest(request -> anyThrowable.now());
    drawn(eased).assertError(anyThrowable::isToldBy);
  }

  private static TestSubscriber<ImageUpdate> drawn(ImageModel model) {
    return model.stream(FOX).test().awaitDone(30, SECONDS);
  }
}
