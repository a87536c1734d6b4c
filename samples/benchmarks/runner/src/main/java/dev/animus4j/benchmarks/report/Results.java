package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The figures of everybody, round by round. */
final class Results {
  private static final double BUSY = 0.9;

  private final Map<String, List<Figures>> rounds = new LinkedHashMap<>();
  private final List<String> warmUps;

  Results() {
    this(List.of());
  }

  Results(List<String> warmUps) {
    this.warmUps = List.copyOf(warmUps);
  }

  void add(String name, Figures figures) {
    rounds.computeIfAbsent(name, unknown -> new ArrayList<>()).add(figures);
  }

  /** How long everybody was warmed up, in words. */
  List<String> warmUps() {
    return warmUps;
  }

  Set<String> names() {
    return rounds.keySet();
  }

  boolean has(String name) {
    return rounds.containsKey(name);
  }

  /** Why somebody failed; empty when nobody did. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    rounds.forEach(
        (name, all) ->
            all.stream()
                .filter(figures -> figures.get("failures") > 0)
                .forEach(
                    figures ->
                        failures.add(
                            name
                                + ": "
                                + (long) figures.get("failures")
                                + " failures, such as "
                                + figures.remark())));
    return failures;
  }

  /** How many figures there are. */
  long samples() {
    return rounds.values().stream().mapToLong(List::size).sum();
  }

  /** How many of them are from when others made noise. */
  long dirty() {
    return rounds.values().stream()
        .flatMap(List::stream)
        .filter(figures -> figures.get(Noise.NAME) > 1)
        .count();
  }

  /** Who was as fast as the provider can be, and may be faster. */
  List<String> limited() {
    return rounds.keySet().stream()
        .filter(name -> of(name, figures -> figures.get(Noise.PROVIDER)).median() > BUSY)
        .toList();
  }

  Spread of(String name, ToDoubleFunction<Figures> figure) {
    return new Spread(all(name).stream().mapToDouble(figure));
  }

  /** Round by round, so that what changes for all changes nothing. */
  Spread ratio(String name, String to, ToDoubleFunction<Figures> figure) {
    List<Figures> one = all(name);
    List<Figures> other = all(to);
    int count = Math.min(one.size(), other.size());
    DoubleStream.Builder ratios = DoubleStream.builder();
    for (int i = 0; i < count; i++) {
      ratios.add(figure.applyAsDouble(one.get(i)) / figure.applyAsDouble(other.get(i)));
    }
    return new Spread(ratios.build());
  }

  private List<Figures> all(String name) {
    return rounds.getOrDefault(name, List.of());
  }
}
