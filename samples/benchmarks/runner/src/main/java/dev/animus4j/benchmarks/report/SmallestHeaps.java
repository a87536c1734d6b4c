package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Figures;
import dev.animus4j.benchmarks.Work;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How little heap will do for pictures: by hand, for the peer that was fastest, and for us. */
record SmallestHeaps(Session session) {
  private static final List<Integer> LADDER =
      List.of(32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024);

  Results of(Results speeds) throws InterruptedException {
    Results results = new Results();
    Optional<Contender> fastest = fastestPeer(speeds);
    for (Contender contender : session.who(Work.PICTURE)) {
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
        peer -> speeds.of(peer.title(), Column.PER_SECOND.figure()).median();
    return session.who(Work.PICTURE).stream()
        .filter(Contender::isPeer)
        .max(Comparator.comparingDouble(speed));
  }

  /** The first step that suffices, if there is one. */
  private Figures smallest(Contender contender) throws InterruptedException {
    for (int megabytes : LADDER) {
      if (suffices(contender, "-Xmx" + megabytes + "m")) {
        return new Figures(Map.of("least", (double) megabytes), "");
      }
    }
    return new Figures(Map.of(), "");
  }

  private boolean suffices(Contender contender, String heap) throws InterruptedException {
    try {
      Load load = Load.of(Work.PICTURE).cold();
      Figures figures = session.once(load, contender, heap, "-XX:+ExitOnOutOfMemoryError");
      return figures.get("done") > 0 && figures.get("failures") == 0;
    } catch (IOException ended) {
      return false;
    }
  }
}
