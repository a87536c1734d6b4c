package dev.animus4j.checks;

import dev.animus4j.checks.history.HistoryChecker;
import dev.animus4j.checks.history.ObservedHistory;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.failure.TakenOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Verdict on a run.
 *
 * @param violations what does not hold
 * @param listenerFigures what listeners heard; empty when there are none
 */
record KillVerdict(List<String> violations, String listenerFigures, String figures) {
  /** A delta is stored within a second; on a busy machine it may take one more. */
  private static final Duration UNSTORED = Duration.ofSeconds(2);

  /** What is refused is not acknowledged: by the ledger, or by the node of the conversation. */
  private static final List<Class<?>> REFUSALS =
      List.of(
          AnimusException.Unavailable.class,
          AnimusException.TimedOut.class,
          TakenOver.class,
          OwnedElsewhere.class);

  static KillVerdict of(
      KillJournal journal, ObservedHistory observed, KillRecovery recovery, boolean isShared) {
    List<String> violations =
        new ArrayList<>(
            new HistoryChecker(UNSTORED, isShared).violations(observed, recovery.stored()));
    violations.addAll(journal.heardEvents().violations(recovery.stored()));
    journal.failures().stream().filter(it -> !isRefusal(it)).forEach(violations::add);
    journal
        .refusals()
        .forEach((failure, count) -> System.out.println(count + " times refused: " + failure));
    return new KillVerdict(
        violations,
        isShared ? listenerFigures(journal.heardEvents(), observed) : "",
        figures(journal, observed, recovery));
  }

  private static boolean isRefusal(String failure) {
    return REFUSALS.stream().anyMatch(it -> failure.contains(it.getSimpleName()));
  }

  private static String listenerFigures(HeardEvents heard, ObservedHistory observed) {
    return "%d listeners heard all in order, longest silence %d ms; %s; "
        .formatted(heard.listeners(), heard.longestSilence(), SendDelays.of(observed));
  }

  private static String figures(
      KillJournal journal, ObservedHistory observed, KillRecovery recovery) {
    List<Long> millis = journal.openMillis().stream().sorted().toList();
    return "%s, lost 0, published twice 0, %d refused, %d files swept, opened in %d ms (median; %d at most)"
        .formatted(
            KillFigures.of(observed, recovery.stored()),
            journal.failures().size(),
            recovery.sweptFiles(),
            millis.get(millis.size() / 2),
            millis.get(millis.size() - 1));
  }

  /** The figures; fails if anything does not hold. */
  String require() {
    violations.forEach(System.out::println);
    Check.require(violations.isEmpty(), "%d violations, such as %s", violations.size(), violations);
    return listenerFigures + figures;
  }
}
