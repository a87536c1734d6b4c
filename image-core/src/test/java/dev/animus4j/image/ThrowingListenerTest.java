package dev.animus4j.image;

import static dev.animus4j.image.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.failure.ThrowingListener;
import dev.animus4j.failure.ThrowingListener.Where;
import dev.animus4j.failure.Thrown;
import dev.animus4j.image.ImageTicket.State;
import dev.animus4j.resilience.Guards;
import dev.animus4j.resilience.Limits;
import dev.animus4j.resilience.Retry;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
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
      @ForAll Thrown thrown, @ForAll Where where, @ForAll boolean drawing) {
    Easel easel = new Easel();
    ImageQueue queue = new ImageQueue(easel, 1, 1, Schedulers.trampoline());
    ImageTicket first = queue.submit("anna", FOX);
    ImageTicket second = queue.submit("ben", FOX);
    List<TestSubscriber<?>> others = new ArrayList<>();
    for (ImageTicket ticket : List.of(first, second)) {
      others.add(ticket.states().test());
      others.add(ticket.parts().test());
      ticket.states().subscribe(new ThrowingListener<>(thrown, where));
      ticket.parts().subscribe(new ThrowingListener<>(thrown, where));
      others.add(ticket.states().test());
      others.add(ticket.parts().test());
    }

    easel.latest().onNext(Easel.progress(0));
    end(easel, drawing);
    end(easel, drawing);

    Class<? extends State> end = drawing ? State.Done.class : State.Failed.class;
    assertThat(first.state()).isInstanceOf(end);
    assertThat(second.state()).isInstanceOf(end);
    assertThat(others).allMatch(other -> !other.awaitDone(30, SECONDS).isCancelled());
    queue.submit("anna", FOX);
    queue.submit("anna", FOX);
    assertThat(easel.asked).hasSize(3);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void theOthersOfAnEqualRequestGetItsPicture(@ForAll Thrown thrown, @ForAll Where where) {
    Easel easel = new Easel();
    ImageModel cached = easel.caching(Caffeine.newBuilder());
    TestSubscriber<ImagePart> before = cached.stream(FOX).test();
    cached.stream(FOX).subscribe(new ThrowingListener<>(thrown, where));
    TestSubscriber<ImagePart> after = cached.stream(FOX).test();
    Image image = easel.draw();
    before.assertResult(image);
    after.assertResult(image);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aCallThatOnlyTheyWaitedForIsTakenBack(@ForAll Thrown thrown) {
    Easel easel = new Easel();
    ImageModel cached = easel.caching(Caffeine.newBuilder());
    cached.stream(FOX).subscribe(new ThrowingListener<>(thrown, Where.ITEM));
    easel.latest().onNext(Easel.progress(0));
    assertThat(easel.cancelled).hasValue(1);
    cached.stream(FOX).test().assertNotComplete();
    assertThat(easel.asked).hasSize(2);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aCallThatOnlyTheyWaitedForOnAnEventLoopIsTakenBack(@ForAll Thrown thrown) {
    Easel easel = new Easel();
    ImageModel cached = easel.caching(Caffeine.newBuilder());
    try (TestVertx watched = new TestVertx()) {
      Vertx vertx = watched.vertx();
      var context = vertx.getOrCreateContext();
      context.exceptionHandler(expected -> {});
      context.runOnContext(
          now -> cached.stream(FOX).subscribe(new ThrowingListener<>(thrown, Where.ITEM)));
      eventually(() -> easel.asked.size() == 1);
      easel.latest().onNext(Easel.progress(0));
      eventually(() -> easel.cancelled.get() == 1);
    }
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void theirPlacesAreGivenBackWhoeverEmits(
      @ForAll Thrown thrown, @ForAll Where where, @ForAll boolean failing) {
    Easel easel = new Easel();
    Guards guards = Guards.of("easel", Limits.images().atOnce(1));
    ImageModel guarded = easel.guarded(guards);
    for (int call = 1; call <= 3; call++) {
      guarded.stream(FOX).subscribe(new ThrowingListener<>(thrown, where));
      if (easel.asked.size() == call) {
        easel.latest().onNext(Easel.progress(0));
        end(easel, !failing);
      }
    }
    guarded.stream(FOX).test().assertNoErrors();
  }

  /** The error flies past whoever emits; what is around the guards must not hold it up. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  void theirPlacesAreGivenBackBehindOtherDecorators(@ForAll Thrown thrown) {
    Easel easel = new Easel();
    PublishProcessor<ImagePart> source = PublishProcessor.create();
    StreamingImageModel model = request -> source;
    ImageModel guarded =
        model
            .guarded(Guards.of("easel", Limits.images().atOnce(1)))
            .retrying(Retry.images())
            .orElse(easel)
            .enhanced(Single::just)
            .where(PromptRules.none());
    guarded.stream(FOX).subscribe(new ThrowingListener<>(thrown, Where.ITEM));
    source.onNext(Easel.progress(0));
    assertThat(source.hasSubscribers()).isFalse();
    guarded.stream(FOX).test().assertNoErrors();
    assertThat(source.hasSubscribers()).isTrue();
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void aTemporaryPictureIsGone(@ForAll Thrown thrown, @ForAll Where where) {
    ImageStore store = ImageStore.inMemory(100_000);
    List<ImageStore.Stored> used = new ArrayList<>();
    store
        .withTemporary(
            Flowable.just(Pictures.drawn("png", 10, 10)),
            kept -> {
              used.add(kept);
              return Flowable.just(1);
            })
        .subscribe(new ThrowingListener<>(thrown, where));
    for (ImageStore.Stored kept : used) {
      assertThat(store.read(kept.location()).materialize().blockingFirst().isOnError()).isTrue();
    }
  }

  private static void end(Easel easel, boolean drawing) {
    if (drawing) {
      easel.draw();
    } else {
      easel.latest().onError(Easel.unavailable());
    }
  }
}
