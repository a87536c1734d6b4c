package dev.animus4j.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do, from the command line: {@code A B rounds=5 warm=1 time=1 only=ANIMUS4J,RAW}.
 *
 * @param letters the workloads; all when none is named
 * @param rounds how often each is measured
 * @param warm how long to warm up, as a multiple of what is usual; up to four times that
 * @param time how long to measure, as a multiple of what is usual
 * @param only whom to measure
 * @param plots the directory into which plots are written
 */
record Plan(
    List<String> letters, int rounds, double warm, double time, List<Contender> only, Path plots) {

  static Plan of(String... arguments) {
    List<String> letters = new ArrayList<>();
    Map<String, String> said = new HashMap<>();
    for (String argument : arguments) {
      int at = argument.indexOf('=');
      if (at > 0) {
        said.put(argument.substring(0, at), argument.substring(at + 1));
      } else {
        letters.add(argument);
      }
    }
    return new Plan(
        letters,
        Integer.parseInt(said.getOrDefault("rounds", "5")),
        Double.parseDouble(said.getOrDefault("warm", "1")),
        Double.parseDouble(said.getOrDefault("time", "1")),
        contenders(said.get("only")),
        Path.of(said.getOrDefault("plots", "samples/benchmarks/target/plots")));
  }

  boolean wants(String letter) {
    return letters.isEmpty() || letters.contains(letter);
  }

  /** For where many loads are compared: half the time, and three rounds at most. */
  Plan brief() {
    return new Plan(letters, Math.min(3, rounds), warm / 2, time / 2, only, plots);
  }

  private static List<Contender> contenders(@Nullable String names) {
    return names == null
        ? List.of(Contender.values())
        : List.of(names.split(",")).stream().map(Contender::valueOf).toList();
  }
}
