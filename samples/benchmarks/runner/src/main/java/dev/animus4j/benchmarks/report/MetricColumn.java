package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Measurements;
import java.util.function.ToDoubleFunction;

/** Metrics of the tables. */
enum MetricColumn {
  PER_SECOND("per second", f -> f.get("done") / f.get("seconds")),
  UNITS_PER_SECOND("per second", f -> f.get("units") / f.get("seconds")),
  CPU("CPU µs", f -> f.get("cpu") * 1e6 / f.get("done")),
  CPU_PER_UNIT("CPU µs", f -> f.get("cpu") * 1e6 / f.get("units")),
  CPU_NANOS("CPU ns", f -> f.get("cpu") * 1e9 / f.get("units")),
  BYTES("bytes allocated", f -> f.get("bytes") / f.get("done")),
  BYTES_PER_UNIT("bytes allocated", f -> f.get("bytes") / f.get("units")),
  COMPILING("compilers", f -> f.get("compiling") / (f.get("cpu") + f.get("compiling"))),
  HEAP("bytes of heap", f -> f.get("heap") / f.get("units")),
  SMALLEST_HEAP("smallest heap MB", f -> f.get("least")),
  MEMORY("memory MB", f -> f.get("rss") / 1e6),
  THREADS("threads", f -> f.get("threads")),
  FAILURES("failures", f -> f.get("failures")),
  START("ms to the first answer", f -> f.get("start")),
  JARS("jars", f -> f.get("jars")),
  MEGABYTES("MB of jars", f -> f.get("megabytes"));

  private final String title;
  private final ToDoubleFunction<Measurements> figure;

  MetricColumn(String title, ToDoubleFunction<Measurements> figure) {
    this.title = title;
    this.figure = figure;
  }

  String title() {
    return title;
  }

  ToDoubleFunction<Measurements> figure() {
    return figure;
  }
}
