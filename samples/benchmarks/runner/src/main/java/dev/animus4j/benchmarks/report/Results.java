package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Measurements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Measurements of all contenders, round by round. */
final class Results {
  private static final double BUSY = 0.9;

  private final Map<String, List<Measurements>> rounds = new LinkedHashMap<>();
  private final List<String> warmUps;

  Results() {
    this(List.of());
  }

  Results(List<String> warmUps) {
    this.warmUps = List.copyOf(warmUps);
  }

  void add(String name, Measurements measurements) {
    rounds.computeIfAbsent(name, unknown -> new ArrayList<>()).add(measurements);
  }

  /** The warm-up time of each contender, as text. */
  List<String> warmUps() {
    return warmUps;
  }

  Set<String> names() {
    return rounds.keySet();
  }

  boolean has(String name) {
    return rounds.containsKey(name);
  }

  /** The failures; empty if there are none. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    rounds.forEach(
        (name, all) ->
            all.stream()
                .filter(measurements -> measurements.get("failures") > 0)
                .forEach(
                    measurements ->
                        failures.add(
                            name
                                + ": "
                                + (long) measurements.get("failures")
                                + " failures, such as "
                                + measurements.remark())));
    return failures;
  }

  /** The number of samples. */
  long samples() {
    return rounds.values().stream().mapToLong(List::size).sum();
  }

  /** The number of samples taken under noise. */
  long noisySamples() {
    return rounds.values().stream()
        .flatMap(List::stream)
        .filter(measurements -> measurements.get(NoiseMeter.NAME) > 1)
        .count();
  }

  /** The contenders limited by the provider, which may be faster. */
  List<String> providerLimited() {
    return rounds.keySet().stream()
        .filter(
            name ->
                spread(name, measurements -> measurements.get(NoiseMeter.PROVIDER)).median() > BUSY)
        .toList();
  }

  Spread spread(String name, ToDoubleFunction<Measurements> figure) {
    return new Spread(all(name).stream().mapToDouble(figure));
  }

  /** The ratio by round, so that drift which affects all cancels out. */
  Spread ratio(String name, String to, ToDoubleFunction<Measurements> figure) {
    List<Measurements> one = all(name);
    List<Measurements> other = all(to);
    int count = Math.min(one.size(), other.size());
    DoubleStream.Builder ratios = DoubleStream.builder();
    for (int i = 0; i < count; i++) {
      ratios.add(figure.applyAsDouble(one.get(i)) / figure.applyAsDouble(other.get(i)));
    }
    return new Spread(ratios.build());
  }

  private List<Measurements> all(String name) {
    return rounds.getOrDefault(name, List.of());
  }
}
