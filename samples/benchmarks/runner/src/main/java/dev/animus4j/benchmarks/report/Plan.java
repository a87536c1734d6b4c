package dev.animus4j.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plan of a run, from the command line: {@code A B rounds=5 warm=1 time=1 only=ANIMUS4J,RAW}.
 *
 * @param letters the workloads; all if none is named
 * @param rounds number of rounds
 * @param warm duration of the warm-up, as a multiple of the usual one; up to four times that
 * @param time duration of a measurement, as a multiple of the usual one
 * @param only the contenders to measure
 * @param plots the directory into which plots are written
 */
record Plan(
    List<String> letters, int rounds, double warm, double time, List<Contender> only, Path plots) {

  static Plan of(String... arguments) {
    List<String> letters = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      int at = argument.indexOf('=');
      if (at > 0) {
        options.put(argument.substring(0, at), argument.substring(at + 1));
      } else {
        letters.add(argument);
      }
    }
    return new Plan(
        letters,
        Integer.parseInt(options.getOrDefault("rounds", "5")),
        Double.parseDouble(options.getOrDefault("warm", "1")),
        Double.parseDouble(options.getOrDefault("time", "1")),
        contenders(options.get("only")),
        Path.of(options.getOrDefault("plots", "samples/benchmarks/target/plots")));
  }

  boolean wants(String letter) {
    return letters.isEmpty() || letters.contains(letter);
  }

  /** A brief plan to compare many loads: half the time, and three rounds at most. */
  Plan brief() {
    return new Plan(letters, Math.min(3, rounds), warm / 2, time / 2, only, plots);
  }

  private static List<Contender> contenders(@Nullable String names) {
    return names == null
        ? List.of(Contender.values())
        : List.of(names.split(",")).stream().map(Contender::valueOf).toList();
  }
}
