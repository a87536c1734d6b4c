package dev.animus4j.checks.simulation;

import dev.animus4j.image.ImageStore;
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

/** A store of pictures that is slow, fails, hangs and loses pictures at times. */
final class Album implements ImageStore {
  private final ImageStore kept = ImageStore.inMemory(1 << 16);
  private final World world;
  private final Chance chance;
  private final boolean mayFail;
  private final boolean mayHang;
  private final List<URI> there = new ArrayList<>();
  private final Set<URI> lost = new HashSet<>();
  private final List<Long> writing = new ArrayList<>();
  private int failing;

  Album(World world) {
    this.world = world;
    this.chance = world.chance();
    this.mayFail = chance.once(4);
    this.mayHang = mayFail && world.has(Trouble.HANGING_STORES);
    this.failing = mayFail ? 10 : 0;
  }

  void calmDown() {
    failing = 0;
  }

  boolean mayFail() {
    return mayFail;
  }

  boolean isBusy() {
    return !writing.isEmpty();
  }

  /** Loses a picture. */
  void lose() {
    if (!there.isEmpty()) {
      URI location = there.remove(chance.upTo(there.size() - 1));
      lost.add(location);
      world.figures().add("a picture is lost");
      var unused = kept.delete(location).subscribe();
    }
  }

  boolean hasLost(URI location) {
    return lost.contains(location);
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    throwPerhaps();
    Single<Stored> written =
        Single.defer(
            () -> {
              Long begun = world.now();
              writing.add(begun);
              return delayed()
                  .andThen(kept.write(model, bytes))
                  .doOnSuccess(stored -> there.add(stored.location()))
                  .doFinally(() -> writing.remove(begun));
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
    Flowable<Buffer> file = delayed().andThen(Flowable.defer(() -> kept.read(location)));
    return Flowable.unsafeCreate(
        listener -> {
          throwPerhaps();
          file.subscribe(listener);
        });
  }

  @Override
  public Completable delete(URI location) {
    return kept.delete(location);
  }

  private void throwPerhaps() {
    if (failing > 0) {
      world.mishaps().perhaps("a store of pictures", 10);
    }
  }

  private Completable delayed() {
    return Completable.defer(
        () ->
            chance.percent(failing)
                ? failed()
                : Completable.timer(chance.delay(2_000), TimeUnit.MILLISECONDS, world.timers()));
  }

  private Completable failed() {
    if (mayHang && chance.once(2)) {
      world.figures().add("a store of pictures hangs");
      return Completable.never();
    }
    return Completable.error(new Faults.Meant("the album fails"));
  }

  /** Nobody waits for it longer than was agreed. */
  void judge() {
    for (Long begun : writing) {
      long waited = world.now() - begun;
      boolean right = waited <= world.stores().limit().toMillis();
      Rule.that(right, "a picture is being stored for %d ms", waited);
    }
  }
}
