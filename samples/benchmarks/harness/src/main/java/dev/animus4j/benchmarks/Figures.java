package dev.animus4j.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What was measured, by name; on one line between two JVMs. */
public record Figures(Map<String, Double> values, String remark) {
  private static final String REMARK = "#";

  public Figures {
    values = Map.copyOf(values);
  }

  /** Nothing but a reason why. */
  public static Figures failed(Throwable reason) {
    return new Figures(Map.of("failures", 1.0), reason.toString());
  }

  /** Reads what {@link #line} wrote. */
  public static Figures parse(String line) {
    int end = line.indexOf(REMARK);
    Map<String, Double> values = new LinkedHashMap<>();
    for (String pair : line.substring(0, end).split(" ", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        values.put(pair.substring(0, at), Double.valueOf(pair.substring(at + 1)));
      }
    }
    return new Figures(values, line.substring(end + 1));
  }

  /** These and more. */
  public Figures with(Map<String, Double> more) {
    Map<String, Double> all = new LinkedHashMap<>(values);
    all.putAll(more);
    return new Figures(all, remark);
  }

  /** The figure of this name; not a number when it was not measured. */
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
