package dev.animus4j.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.Thrown;
import dev.animus4j.failure.Thrown.Moment;
import dev.animus4j.resilience.Guards;
import dev.animus4j.resilience.Limits;
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
  private static final Image DRAWN = Easel.image("a fox");
  private static final Flowable<ImagePart> DRAWING =
      Flowable.just(Easel.progress(0), Easel.progress(1), DRAWN);

  enum Decorator {
    RETRYING(model -> model.retrying(Retry.exactly(Duration.ZERO, Duration.ZERO))),
    GUARDED(model -> model.guarded(oneAtOnce())),
    LADDER(model -> model.orElse(request -> Single.just(DRAWN))),
    SECOND_RUNG(model -> failing().orElse(model)),
    EASIER(model -> model.orElseAsking(request -> request.size(1, 1))),
    RULED(model -> model.where(PromptRules.none().atLeast(1))),
    CACHING(model -> model.caching(Caffeine.newBuilder().maximumSize(9))),
    ENHANCED(model -> model.enhanced(prompt -> Single.just("better"))),
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

    private static Guards oneAtOnce() {
      return Guards.of("easel", Limits.images().atOnce(1));
    }

    private static ImageModel failing() {
      return request -> Single.error(Easel.unavailable());
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
      @ForAll Decorator decorator, @ForAll Thrown thrown, @ForAll Moment moment) {
    int[] asked = {0};
    StreamingImageModel model = request -> asked[0]++ == 0 ? thrown.at(moment, DRAWING) : DRAWING;
    ImageModel decorated = decorator.on(model);

    TestSubscriber<ImagePart> first = drawn(decorated);
    first.assertError(thrown::isToldBy);
    assertThat(first.values()).doesNotHaveDuplicates();
    for (int next = 0; next < 3; next++) {
      drawn(decorated).assertComplete().assertNoErrors();
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aModelWrittenAsASingleIsNoDifferent(@ForAll Decorator decorator, @ForAll Thrown thrown) {
    int[] asked = {0};
    ImageModel model =
        request ->
            switch (asked[0]++) {
              case 0 -> thrown.now();
              case 1 -> Single.fromCallable(thrown::now);
              default -> Single.just(DRAWN);
            };
    ImageModel decorated = decorator.on(model);

    drawn(decorated).assertError(thrown::isToldBy);
    drawn(decorated).assertError(thrown::isToldBy);
    drawn(decorated).assertComplete();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void anEnhancerThatThrowsIsDoneWithout(@ForAll Thrown thrown, @ForAll boolean late) {
    Easel easel = new Easel();
    ImageModel enhanced =
        easel.enhanced(prompt -> late ? Single.fromCallable(thrown::now) : thrown.now());
    TestSubscriber<ImagePart> caller = enhanced.stream(FOX).test();
    Image image = easel.draw();
    caller.assertResult(image);
    assertThat(easel.asked).containsExactly(FOX);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aRuleThatThrowsFailsTheCallAndNobodyIsAsked(@ForAll Thrown thrown) {
    Easel easel = new Easel();
    ImageModel ruled = easel.where(PromptRules.none().requiring("a rule", prompt -> thrown.now()));
    drawn(ruled).assertError(thrown::isToldBy);
    assertThat(easel.asked).isEmpty();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void whatMakesARequestEasierFailsTheCall(@ForAll Thrown thrown) {
    ImageModel eased = Decorator.failing().orElseAsking(request -> thrown.now());
    drawn(eased).assertError(thrown::isToldBy);
  }

  private static TestSubscriber<ImagePart> drawn(ImageModel model) {
    return model.stream(FOX).test().awaitDone(30, SECONDS);
  }
}
