package dev.animus4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Measurements by name; on one line between two JVMs. */
public record Measurements(Map<String, Double> values, String remark) {
  private static final String REMARK = "#";

  public Measurements {
    values = Map.copyOf(values);
  }

  /** Only the reason of a failure. */
  public static Measurements failed(Throwable reason) {
    return new Measurements(Map.of("failures", 1.0), reason.toString());
  }

  /** Parses what {@link #line} wrote. */
  public static Measurements parse(String line) {
    int end = line.indexOf(REMARK);
    Map<String, Double> values = new LinkedHashMap<>();
    for (String pair : line.substring(0, end).split(" ", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        values.put(pair.substring(0, at), Double.valueOf(pair.substring(at + 1)));
      }
    }
    return new Measurements(values, line.substring(end + 1));
  }

  /** These and further ones. */
  public Measurements with(Map<String, Double> more) {
    Map<String, Double> all = new LinkedHashMap<>(values);
    all.putAll(more);
    return new Measurements(all, remark);
  }

  /** The measurement of this name; NaN if it is absent. */
  public double get(String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  /** All of it, without a line break. */
  public String line() {
    StringBuilder line = new StringBuilder();
    values.forEach(
        (name, value) -> line.append(String.format(Locale.ROOT, "%s=%.4f ", name, value)));
    return line.append(REMARK).append(remark.replace('\n', ' ')).toString();
  }
}
