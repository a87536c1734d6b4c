package dev.animus4j.benchmarks.report;

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
 * @param warm how long to warm up, as a multiple of what is usual
 * @param time how long to measure, as a multiple of what is usual
 * @param only whom to measure
 */
record Plan(List<String> letters, int rounds, double warm, double time, List<Contender> only) {

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
        contenders(said.get("only")));
  }

  private static List<Contender> contenders(@Nullable String names) {
    return names == null
        ? List.of(Contender.values())
        : List.of(names.split(",")).stream().map(Contender::valueOf).toList();
  }
}
