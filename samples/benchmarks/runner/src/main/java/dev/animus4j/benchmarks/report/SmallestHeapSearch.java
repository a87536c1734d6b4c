package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Measurements;
import dev.animus4j.benchmarks.Work;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Finds the smallest sufficient heap for images: for the hand-written driver, for the fastest peer,
 * and for us.
 */
record SmallestHeapSearch(BenchmarkSession session) {
  private static final List<Integer> LADDER =
      List.of(32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024);

  Results search(Results speeds) throws InterruptedException {
    Results results = new Results();
    Optional<Contender> fastest = fastestPeer(speeds);
    for (Contender contender : session.contenders(Work.PICTURE)) {
      if (contender == Contender.RAW
          || contender == Contender.ANIMUS4J
          || fastest.equals(Optional.of(contender))) {
        results.add(contender.title(), smallest(contender));
      }
    }
    return results;
  }

  private Optional<Contender> fastestPeer(Results speeds) {
    ToDoubleFunction<Contender> speed =
        peer -> speeds.spread(peer.title(), MetricColumn.PER_SECOND.figure()).median();
    return session.contenders(Work.PICTURE).stream()
        .filter(Contender::isPeer)
        .max(Comparator.comparingDouble(speed));
  }

  /** The first step that suffices, if there is one. */
  private Measurements smallest(Contender contender) throws InterruptedException {
    for (int megabytes : LADDER) {
      if (suffices(contender, "-Xmx" + megabytes + "m")) {
        return new Measurements(Map.of("least", (double) megabytes), "");
      }
    }
    return new Measurements(Map.of(), "");
  }

  private boolean suffices(Contender contender, String heap) throws InterruptedException {
    try {
      Load load = Load.of(Work.PICTURE).cold();
      Measurements measurements =
          session.measureOnce(load, contender, heap, "-XX:+ExitOnOutOfMemoryError");
      return measurements.get("done") > 0 && measurements.get("failures") == 0;
    } catch (IOException ended) {
      return false;
    }
  }
}
