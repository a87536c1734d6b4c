package dev.animus4j.checks.simulation;

import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Image store that is slow, fails, hangs and loses images at times. */
final class FlakyImageStore implements ImageStore {
  private final ImageStore delegate = ImageStore.inMemory(1 << 16);
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final boolean mayFail;
  private final boolean mayHang;
  private final List<URI> there = new ArrayList<>();
  private final Set<URI> lost = new HashSet<>();
  private final List<Long> writing = new ArrayList<>();
  private int failing;

  FlakyImageStore(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.mayFail = randomChoices.oneIn(4);
    this.mayHang = mayFail && simulatedWorld.has(WorldFeature.HANGING_STORES);
    this.failing = mayFail ? 10 : 0;
  }

  void stopFailing() {
    failing = 0;
  }

  boolean mayFail() {
    return mayFail;
  }

  boolean isBusy() {
    return !writing.isEmpty();
  }

  /** Loses an image. */
  void loseImage() {
    if (!there.isEmpty()) {
      URI location = there.remove(randomChoices.upToInclusive(there.size() - 1));
      lost.add(location);
      simulatedWorld.counters().add("a picture is lost");
      var unused = delegate.delete(location).subscribe();
    }
  }

  boolean isLost(URI location) {
    return lost.contains(location);
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    throwPerhaps();
    Single<Stored> written =
        Single.defer(
            () -> {
              Long startTime = simulatedWorld.now();
              writing.add(startTime);
              return delay()
                  .andThen(delegate.write(model, bytes))
                  .doOnSuccess(stored -> there.add(stored.location()))
                  .doFinally(() -> writing.remove(startTime));
            });
    return Single.unsafeCreate(
        listener -> {
          throwPerhaps();
          written.subscribe(listener);
        });
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    throwPerhaps();
    Flowable<Buffer> file = delay().andThen(Flowable.defer(() -> delegate.read(location)));
    return Flowable.unsafeCreate(
        listener -> {
          throwPerhaps();
          file.subscribe(listener);
        });
  }

  @Override
  public Completable delete(URI location) {
    return delegate.delete(location);
  }

  private void throwPerhaps() {
    if (failing > 0) {
      simulatedWorld.injectedErrors().maybeThrow("a store of pictures", 10);
    }
  }

  private Completable delay() {
    return Completable.defer(
        () ->
            randomChoices.percent(failing)
                ? failOrHang()
                : Completable.timer(
                    randomChoices.delay(2_000), TimeUnit.MILLISECONDS, simulatedWorld.scheduler()));
  }

  private Completable failOrHang() {
    if (mayHang && randomChoices.oneIn(2)) {
      simulatedWorld.counters().add("a store of pictures hangs");
      return Completable.never();
    }
    return Completable.error(new RandomFailures.IntendedFailure("the album fails"));
  }

  /** Verifies that no operation was awaited longer than its limit. */
  void verifyWaits() {
    for (Long startTime : writing) {
      long waited = simulatedWorld.now() - startTime;
      boolean legal = waited <= simulatedWorld.stores().limit().toMillis();
      Invariant.holds(legal, "a picture is being stored for %d ms", waited);
    }
  }
}
