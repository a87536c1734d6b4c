package dev.animus4j.image.queue;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.AnyThrowable;
import dev.animus4j.failure.ThrowingSubscriber;
import dev.animus4j.failure.ThrowingSubscriber.Callback;
import dev.animus4j.image.FakeImageModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.PromptRules;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.TestImages;
import dev.animus4j.image.queue.ImageTicket.State;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.ResilienceLimits;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Listeners that throw whatever, whenever: none but they notices, and nothing stays taken. */
class ThrowingListenerTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");

  @BeforeContainer
  static void expectReports() {
    RxJavaPlugins.setErrorHandler(reported -> {});
  }

  @AfterContainer
  static void expectNoMore() {
    RxJavaPlugins.setErrorHandler(null);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void theOthersOfATicketHearItsStatesAndPartsAndTheQueueGoesOn(
      @ForAll AnyThrowable anyThrowable, @ForAll Callback callback, @ForAll boolean drawing) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageQueue queue = new ImageQueue(fakeImageModel, 1, 1, Schedulers.trampoline());
    ImageTicket first = queue.submit("anna", FOX);
    ImageTicket second = queue.submit("ben", FOX);
    List<TestSubscriber<?>> others = new ArrayList<>();
    for (ImageTicket ticket : List.of(first, second)) {
      others.add(ticket.states().test());
      others.add(ticket.parts().test());
      ticket.states().subscribe(new ThrowingSubscriber<>(anyThrowable, callback));
      ticket.parts().subscribe(new ThrowingSubscriber<>(anyThrowable, callback));
      others.add(ticket.states().test());
      others.add(ticket.parts().test());
    }

    fakeImageModel.latest().onNext(FakeImageModel.progress(0));
    end(fakeImageModel, drawing);
    end(fakeImageModel, drawing);

    Class<? extends State> end = drawing ? State.Done.class : State.Failed.class;
    assertThat(first.state()).isInstanceOf(end);
    assertThat(second.state()).isInstanceOf(end);
    assertThat(others).allMatch(other -> !other.awaitDone(30, SECONDS).isCancelled());
    queue.submit("anna", FOX);
    queue.submit("anna", FOX);
    assertThat(fakeImageModel.asked).hasSize(3);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void theOthersOfAnEqualRequestGetItsPicture(
      @ForAll AnyThrowable anyThrowable, @ForAll Callback callback) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel cached = fakeImageModel.withCache(Caffeine.newBuilder());
    TestSubscriber<ImageUpdate> before = cached.stream(FOX).test();
    cached.stream(FOX).subscribe(new ThrowingSubscriber<>(anyThrowable, callback));
    TestSubscriber<ImageUpdate> after = cached.stream(FOX).test();
    Image image = fakeImageModel.draw();
    before.assertResult(image);
    after.assertResult(image);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aCallThatOnlyTheyWaitedForIsTakenBack(@ForAll AnyThrowable anyThrowable) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel cached = fakeImageModel.withCache(Caffeine.newBuilder());
    cached.stream(FOX).subscribe(new ThrowingSubscriber<>(anyThrowable, Callback.ITEM));
    fakeImageModel.latest().onNext(FakeImageModel.progress(0));
    assertThat(fakeImageModel.cancelled).hasValue(1);
    cached.stream(FOX).test().assertNotComplete();
    assertThat(fakeImageModel.asked).hasSize(2);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aCallThatOnlyTheyWaitedForOnAnEventLoopIsTakenBack(@ForAll AnyThrowable anyThrowable) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel cached = fakeImageModel.withCache(Caffeine.newBuilder());
    try (WatchedVertx watched = new WatchedVertx()) {
      var context = watched.get().getOrCreateContext();
      context.exceptionHandler(expected -> {});
      context.runOnContext(
          now ->
              cached.stream(FOX).subscribe(new ThrowingSubscriber<>(anyThrowable, Callback.ITEM)));
      eventually(() -> fakeImageModel.asked.size() == 1);
      fakeImageModel.latest().onNext(FakeImageModel.progress(0));
      eventually(() -> fakeImageModel.cancelled.get() == 1);
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void theirPlacesAreGivenBackWhoeverEmits(
      @ForAll AnyThrowable anyThrowable, @ForAll Callback callback, @ForAll boolean failing) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ResiliencePolicy policy =
        ResiliencePolicy.of("easel", ResilienceLimits.images().withMaxConcurrency(1));
    ImageModel guarded = fakeImageModel.withResilience(policy);
    for (int call = 1; call <= 3; call++) {
      guarded.stream(FOX).subscribe(new ThrowingSubscriber<>(anyThrowable, callback));
      if (fakeImageModel.asked.size() == call) {
        fakeImageModel.latest().onNext(FakeImageModel.progress(0));
        end(fakeImageModel, !failing);
      }
    }
    guarded.stream(FOX).test().assertNoErrors();
  }

  /** The error flies past whoever emits; what is around the guards must not hold it up. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  void theirPlacesAreGivenBackBehindOtherDecorators(@ForAll AnyThrowable anyThrowable) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    PublishProcessor<ImageUpdate> source = PublishProcessor.create();
    StreamingImageModel model = request -> source;
    ImageModel guarded =
        model
            .withResilience(
                ResiliencePolicy.of("easel", ResilienceLimits.images().withMaxConcurrency(1)))
            .withRetry(Retry.images())
            .withFallback(fakeImageModel)
            .withPromptEnhancer(Single::just)
            .withPromptRules(PromptRules.none());
    guarded.stream(FOX).subscribe(new ThrowingSubscriber<>(anyThrowable, Callback.ITEM));
    source.onNext(FakeImageModel.progress(0));
    assertThat(source.hasSubscribers()).isFalse();
    guarded.stream(FOX).test().assertNoErrors();
    assertThat(source.hasSubscribers()).isTrue();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aTemporaryPictureIsGone(@ForAll AnyThrowable anyThrowable, @ForAll Callback callback) {
    ImageStore store = ImageStore.inMemory(100_000);
    List<ImageStore.Stored> used = new ArrayList<>();
    store
        .withTemporary(
            Flowable.just(TestImages.drawn("png", 10, 10)),
            kept -> {
              used.add(kept);
              return Flowable.just(1);
            })
        .subscribe(new ThrowingSubscriber<>(anyThrowable, callback));
    for (ImageStore.Stored kept : used) {
      assertThat(store.read(kept.location()).materialize().blockingFirst().isOnError()).isTrue();
    }
  }

  private static void end(FakeImageModel fakeImageModel, boolean drawing) {
    if (drawing) {
      fakeImageModel.draw();
    } else {
      fakeImageModel.latest().onError(FakeImageModel.unavailable());
    }
  }
}
