package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subjects.SingleSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnhancedImagesTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox").withSeed(7);

  private final FakeImageModel fakeImageModel = new FakeImageModel();

  @Test
  void theModelIsAskedInBetterWordsAndBothAreKept() {
    TestObserver<Image> caller = drawing(prompt -> Single.just(prompt + " at dawn"));
    assertThat(fakeImageModel.asked).containsExactly(FOX.withPrompt("a fox at dawn"));
    fakeImageModel.draw();
    caller.assertValue(image -> image.prompt().equals("a fox"));
    caller.assertValue(image -> "a fox at dawn".equals(image.generation().revisedPrompt()));
  }

  @Test
  void theRevisedPromptOfTheModelIsReported() {
    TestObserver<Image> caller = drawing(prompt -> Single.just("a fox at dawn"));
    fakeImageModel.latest().onNext(revised("a red fox at dawn"));
    caller.assertValue(image -> image.prompt().equals("a fox"));
    caller.assertValue(image -> "a red fox at dawn".equals(image.generation().revisedPrompt()));
  }

  @Test
  void unchangedWordsAreNoRevision() {
    TestObserver<Image> caller = drawing(Single::just);
    Image image = fakeImageModel.draw();
    caller.assertResult(image);
    assertThat(image.generation().revisedPrompt()).isNull();
  }

  @Test
  void withoutAnEnhancementThePromptIsDrawnAsItIs() {
    drawing(prompt -> Single.just(" \n"));
    drawing(prompt -> Single.error(FakeImageModel.unavailable()));
    drawing(prompt -> Single.error(new IllegalStateException()));
    drawing(
        prompt -> {
          throw new IllegalStateException();
        });
    assertThat(fakeImageModel.asked).containsExactly(FOX, FOX, FOX, FOX);
  }

  @Test
  void aPromptThatTheEnhancerRefusesIsNotDrawn() {
    drawing(prompt -> Single.error(FakeImageModel.refused()))
        .assertError(AnimusException.ContentPolicy.class);
    drawing(prompt -> Single.error(new AnimusException.Cancelled(FakeImageModel.ORIGIN, "left")))
        .assertError(AnimusException.Cancelled.class);
    assertThat(fakeImageModel.asked).isEmpty();
  }

  @Test
  void everythingElseThatTheModelTellsIsPassedOn() {
    TestSubscriber<ImageUpdate> caller =
        fakeImageModel.withPromptEnhancer(prompt -> Single.just("better")).stream(FOX).test();
    fakeImageModel.latest().onNext(FakeImageModel.progress(0));
    fakeImageModel.latest().onError(FakeImageModel.unavailable());
    caller.assertFailure(AnimusException.Unavailable.class, FakeImageModel.progress(0));
  }

  @Test
  void leavingEndsTheEnhancementOrTheDrawing() {
    SingleSubject<String> enhancement = SingleSubject.create();
    ImageModel model = fakeImageModel.withPromptEnhancer(prompt -> enhancement);
    model.generate(FOX).test().dispose();
    assertThat(enhancement.hasObservers()).isFalse();
    TestObserver<Image> caller = model.generate(FOX).test();
    enhancement.onSuccess("better");
    caller.dispose();
    assertThat(fakeImageModel.cancelled).hasValue(1);
  }

  private TestObserver<Image> drawing(PromptEnhancer enhancer) {
    return fakeImageModel.withPromptEnhancer(enhancer).generate(FOX).test();
  }

  private static Image revised(@Nullable String revised) {
    Image image = FakeImageModel.image("a fox at dawn");
    Image.Generation made =
        new Image.Generation("test", "easel", "1", null, Duration.ZERO, revised, null);
    return new Image(
        image.location(), image.format(), image.prompt(), made, image.lineage(), false);
  }
}
