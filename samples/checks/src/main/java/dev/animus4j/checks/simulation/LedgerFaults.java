package dev.animus4j.checks.simulation;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;

/** What becomes of the calls of ledgers: of each by chance, and of all during an outage. */
final class LedgerFaults {
  private final RandomChoices random;
  private final VirtualTime time;
  private final int late;
  private final int failing;
  private final int longest;
  private long outageStart = Long.MAX_VALUE;
  private long outageEnd = Long.MIN_VALUE;
  private boolean silent;
  private boolean faultless;

  /** What becomes of one call. */
  enum Fate {
    AT_ONCE,
    LATE,
    FAILS,
    FAILS_STORED,
    SILENT,
    SILENT_STORED;

    boolean isStored() {
      return this != FAILS && this != SILENT;
    }

    boolean isAnswered() {
      return this != SILENT && this != SILENT_STORED;
    }

    boolean isFailure() {
      return this == FAILS || this == FAILS_STORED;
    }
  }

  LedgerFaults(RandomChoices random, VirtualTime time) {
    this.random = random;
    this.time = time;
    this.late = random.any(0, 10, 50, 90);
    this.failing = random.any(0, 0, 20, 80);
    this.longest = random.any(3, 300, 3_000, 20_000);
  }

  Fate next() {
    if (faultless) {
      return Fate.AT_ONCE;
    }
    if (isAway(time.millis())) {
      return silent ? Fate.SILENT : Fate.FAILS;
    }
    if (random.upToInclusive(999) < failing) {
      return random.any(Fate.FAILS, Fate.FAILS_STORED, Fate.SILENT, Fate.SILENT_STORED);
    }
    return random.percent(late) ? Fate.LATE : Fate.AT_ONCE;
  }

  /** A time in milliseconds that a call takes on one way. */
  long delay() {
    return random.upToInclusive(longest) / (random.oneIn(4) ? 1 : 10);
  }

  AnimusException failure(Fate fate) {
    FailureOrigin ledger = FailureOrigin.of("ledger");
    return random.oneIn(3)
        ? new AnimusException.TimedOut(ledger, AnimusException.Limit.TOTAL, Duration.ofSeconds(5))
        : new AnimusException.Unavailable(
            ledger, "the database is away", fate.isStored(), (Duration) null);
  }

  /** Takes the ledger away for a while; each call fails at once, or is not answered. */
  void startOutage() {
    outageStart = time.millis();
    outageEnd = outageStart + random.any(500, 5_000, 45_000, 90_000);
    silent = random.oneIn(2);
  }

  boolean isAway(long at) {
    return !faultless && outageStart <= at && at < outageEnd;
  }

  /** The end of the latest outage. */
  long outageEnd() {
    return outageEnd;
  }

  /** Whether a call before the outage may still be late when it has begun. */
  boolean areSlow() {
    return failing > 0 || (late > 0 && longest > 300);
  }

  void stop() {
    faultless = true;
  }
}
