package dev.animus4j.checks.simulation;

import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** A store of pictures that is slow and fails at times. */
final class Album implements ImageStore {
  private final ImageStore kept = ImageStore.inMemory(1 << 16);
  private final Chance chance;
  private final Timers timers;
  private final boolean mayFail;
  private int failing;
  private int busy;

  Album(Chance chance, Timers timers) {
    this.chance = chance;
    this.timers = timers;
    this.mayFail = chance.once(4);
    this.failing = mayFail ? 10 : 0;
  }

  void calmDown() {
    failing = 0;
  }

  boolean mayFail() {
    return mayFail;
  }

  boolean isBusy() {
    return busy > 0;
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
            () -> {
              busy++;
              return delayed().andThen(kept.write(model, bytes));
            })
        .doFinally(() -> busy--);
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return delayed().andThen(Flowable.defer(() -> kept.read(location)));
  }

  @Override
  public Completable delete(URI location) {
    return kept.delete(location);
  }

  private Completable delayed() {
    return Completable.defer(
        () ->
            chance.percent(failing)
                ? Completable.error(new Faults.Meant("the album fails"))
                : Completable.timer(chance.delay(2_000), TimeUnit.MILLISECONDS, timers));
  }
}
