package dev.animus4j.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.animus4j.failure.AnyThrowable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Bounds of a cache that throw whatever: a picture that was drawn is told nevertheless. */
class ThrowingCacheTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");
  private static PrintStream err = System.err;

  enum Bound {
    WEIGHER(
        rise -> Caffeine.newBuilder().maximumWeight(9).weigher((key, value) -> (int) rise.get())),
    TICKER(
        rise ->
            Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(() -> (int) rise.get())),
    EXPIRY_OF_NEW(rise -> Caffeine.newBuilder().expireAfter(Expiry.creating((k, v) -> now(rise)))),
    EXPIRY_OF_READ(
        rise -> Caffeine.newBuilder().expireAfter(Expiry.accessing((k, v) -> now(rise)))),
    REMOVAL(
        rise -> Caffeine.newBuilder().maximumSize(0).removalListener((k, v, why) -> rise.get())),
    EVICTION(
        rise -> Caffeine.newBuilder().maximumSize(0).evictionListener((k, v, why) -> rise.get())),
    EXECUTOR(rise -> Caffeine.newBuilder().maximumSize(0).executor(task -> rise.get()));

    private final Function<Supplier<Object>, Caffeine<?, ?>> bounds;

    Bound(Function<Supplier<Object>, Caffeine<?, ?>> bounds) {
      this.bounds = bounds;
    }

    private static Duration now(Supplier<Object> rise) {
      return Duration.ofMinutes((int) rise.get());
    }

    @SuppressWarnings("unchecked") // its keys and values can be anything
    Caffeine<Object, Object> throwing(Supplier<Object> rise) {
      return (Caffeine<Object, Object>) bounds.apply(rise);
    }
  }

  /** The cache and its user log that it fails. */
  @BeforeContainer
  static void doNotShow() {
    System.setErr(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  @AfterContainer
  static void showAgain() {
    System.setErr(err);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void everyRequestGetsItsPicture(
      @ForAll Bound bound, @ForAll AnyThrowable anyThrowable, @ForAll boolean always) {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    StreamingImageModel model =
        request ->
            Flowable.<ImageUpdate>just(FakeImageModel.progress(0), FakeImageModel.image("a fox"))
                .doOnSubscribe(begun -> asked.incrementAndGet());
    ImageModel cached =
        model.withCache(
            bound.throwing(
                () ->
                    always || calls.getAndIncrement() % 2 == 0
                        ? anyThrowable.now()
                        : Integer.valueOf(1)));

    for (int call = 0; call < 5; call++) {
      TestSubscriber<ImageUpdate> caller = cached.stream(FOX).test().awaitDone(30, SECONDS);
      caller.assertComplete().assertNoErrors();
      assertThat(caller.values().get(caller.values().size() - 1)).isInstanceOf(Image.class);
    }
    assertThat(asked.get()).isBetween(1, 5);
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void anObjectOfARequestMayThrowWhenItIsRead(@ForAll AnyThrowable anyThrowable) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageModel cached = fakeImageModel.withCache(Caffeine.newBuilder());
    ImageRequest odd = FOX.withExtra("odd", new ThrowingValue(anyThrowable));
    for (int call = 1; call <= 2; call++) {
      TestSubscriber<ImageUpdate> caller = cached.stream(odd).test();
      Image image = fakeImageModel.draw();
      caller.assertResult(image);
    }
    assertThat(fakeImageModel.asked).hasSize(2);
  }

  /** Whoever makes JSON of it calls its getter. */
  public record ThrowingValue(AnyThrowable thrown) {
    public int getNumber() {
      return thrown.<Integer>now();
    }
  }
}
