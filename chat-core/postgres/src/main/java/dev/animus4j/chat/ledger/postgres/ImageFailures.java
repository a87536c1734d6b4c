package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;

/** Failures of the image store that are not those of the database. */
final class ImageFailures {
  static final FailureOrigin ORIGIN = FailureOrigin.of("image store");

  private ImageFailures() {}

  static AnimusException invalid(String what) {
    return new AnimusException.InvalidRequest(ORIGIN, what);
  }

  static AnimusException missing() {
    return invalid("there is no such picture");
  }

  /** The failure of an image that was ordered, and must not be ordered again for this. */
  static Throwable ofOrder(Throwable failure) {
    if (!(failure instanceof AnimusException.Unavailable known) || known.mayHaveRun()) {
      return failure;
    }
    String why =
        PostgresFailures.isDiskFull(known.getCause())
            ? "the disk of the database is full, make room"
            : "the database is away or failed";
    return new AnimusException.Unavailable(ORIGIN, notStored(why), true, known);
  }

  /** The failure of an image of which a crash of the server has lost a part. */
  static AnimusException lostPart() {
    String what = notStored("the database has lost a part of it");
    return new AnimusException.Unavailable(ORIGIN, what, true, (Duration) null);
  }

  private static String notStored(String why) {
    return "the picture cannot be kept, " + why;
  }
}
