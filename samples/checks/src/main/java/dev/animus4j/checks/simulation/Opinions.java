package dev.animus4j.checks.simulation;

import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What may be thought of anything: mostly nothing; at times nobody knows, or not in time. */
final class Opinions {
  private final World world;
  private final Chance chance;
  private final Faults faults;
  private final long limit;
  private final List<Long> open = new ArrayList<>();
  private boolean calm;
  private int words;

  /**
   * Opinions of some that are late.
   *
   * @param limit how long one may think, in milliseconds
   */
  Opinions(World world, long limit) {
    this.world = world;
    this.chance = world.chance();
    this.faults = new Faults(chance);
    this.limit = limit;
  }

  void calmDown() {
    calm = true;
  }

  Opinion on(Matter matter) {
    if (calm) {
      return told(Verdict.allowed(), matter, 0);
    }
    Throwable mishap = world.mishaps().next("a guardrail", 50);
    if (mishap != null) {
      return broken(mishap, matter);
    }
    long after = chance.delay(limit * 9 / 10);
    return switch (chance.upTo(39)) {
      case 0, 1, 2, 3 -> told(replaced(matter), matter, after);
      case 4, 5, 6 -> told(Verdict.withheld("no", "rude"), matter, after);
      case 7 -> told(Verdict.withheld("never"), matter, after);
      case 8, 9 -> failed(faults.any(), matter, after);
      case 10 -> late(Single.never(), matter);
      case 11 -> late(after(limit + 1 + chance.upTo(9_000), Verdict.allowed()), matter);
      case 12 -> broken(new Faults.Meant("no opinion"), matter);
      default -> told(Verdict.allowed(), matter, after);
    };
  }

  /** Other words; the first one of a prompt tells for whom the picture is made. */
  private Verdict replaced(Matter matter) {
    String first = matter.text().split(" ", 2)[0];
    String kinder = "kinder v" + ++words;
    boolean prompt = matter.stage() == Stage.IMAGE_PROMPT && !first.isBlank();
    return Verdict.replaced(prompt ? first + " " + kinder : kinder, "rude", "loud");
  }

  private Opinion told(Verdict verdict, Matter matter, long after) {
    Single<Verdict> said = after(after, verdict);
    return new Opinion(() -> said, Judged.by(verdict, matter, world.now() + after));
  }

  private Opinion failed(Throwable failure, Matter matter, long after) {
    Single<Verdict> none = after(after, failure).flatMap(Single::error);
    return new Opinion(() -> none, Judged.without(failure, matter, world.now() + after));
  }

  private Opinion late(Single<Verdict> verdict, Matter matter) {
    AnimusException late =
        new AnimusException.TimedOut(
            Origin.of("nobody"), AnimusException.Limit.TOTAL, Duration.ofMillis(limit));
    Single<Verdict> awaited = watched(verdict);
    return new Opinion(() -> awaited, Judged.without(late, matter, world.now() + limit));
  }

  /** Throws when it is asked, or when somebody wants to hear it. */
  private Opinion broken(Throwable thrown, Matter matter) {
    boolean atOnce = chance.once(2);
    Single<Verdict> none =
        Single.unsafeCreate(
            listener -> {
              throw Mishaps.<RuntimeException>disguised(thrown);
            });
    return new Opinion(
        () -> {
          if (atOnce) {
            throw Mishaps.<RuntimeException>disguised(thrown);
          }
          return none;
        },
        Judged.without(thrown, matter, world.now()));
  }

  private <T> Single<T> after(long millis, T said) {
    return watched(
        millis == 0
            ? Single.just(said)
            : Single.timer(millis, TimeUnit.MILLISECONDS, world.timers()).map(now -> said));
  }

  private <T> Single<T> watched(Single<T> verdict) {
    Long begun = world.now();
    return verdict.doOnSubscribe(l -> open.add(begun)).doFinally(() -> open.remove(begun));
  }

  /** Nobody is waited for longer than was agreed. */
  void judge() {
    for (Long begun : open) {
      Rule.that(world.now() - begun <= limit, "a verdict is awaited since %d", begun);
    }
  }
}
