package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.AnimusException;

/** How long the polls of one generation go on in spite of answers that cannot be the last. */
final class PollPatience {
  private static final int NOT_FOUND = 404;
  private static final int RESULT_POLLS = 5;
  private static final int UNKNOWN_POLLS = 3;

  private int withoutResults;
  private int unknown;

  /** Ends a generation that is done, if its results have not come after some polls more. */
  AnimusGenerationStatus accept(AnimusGenerationStatus state) {
    unknown = 0;
    boolean lost = state.isDoneWithoutResults() && ++withoutResults > RESULT_POLLS;
    return lost ? state.withoutResults() : state;
  }

  /** Whether the platform may only not know the generation yet, or for a moment. */
  boolean isUnknownYet(Throwable failure) {
    return failure instanceof AnimusException known
        && known.origin().status() == NOT_FOUND
        && ++unknown <= UNKNOWN_POLLS;
  }
}
