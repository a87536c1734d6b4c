package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Measurements;
import dev.animus4j.benchmarks.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures contenders in turn, each in a JVM of its own, against one provider. */
final class BenchmarkSession implements AutoCloseable {
  private static final int REPEATS = 2;
  private static final int PARTS = 4;
  private static final int MOST_PARTS = 16;
  private static final double RESTING = 0.1;

  /** Takes one sample of a contender. */
  private interface Sampler {
    Measurements take() throws IOException, InterruptedException;
  }

  private final Plan plan;
  private final WorkerProcesses workerProcesses;

  BenchmarkSession(Plan plan) throws IOException {
    this.plan = plan;
    this.workerProcesses = new WorkerProcesses();
  }

  /**
   * Measures all contenders at the same load, warmed up, in rounds, in another order in each round.
   */
  Results compare(Load load) throws IOException, InterruptedException {
    return compare(List.of(load)).get(0);
  }

  /** The same for several loads of one kind, the largest last: it is used for the warm-up. */
  List<Results> compare(List<Load> loads) throws IOException, InterruptedException {
    Load largest = loads.get(loads.size() - 1);
    Map<Contender, PinnedJvm> everybody = new LinkedHashMap<>();
    List<String> warmUps = new ArrayList<>();
    try {
      for (Contender contender : contenders(largest.work())) {
        PinnedJvm worker = workerProcesses.start(contender, largest.slots(), heap(largest.work()));
        everybody.put(contender, worker);
        warmUps.add(warmUp(contender, worker, largest));
      }
      List<Results> results = loads.stream().map(load -> new Results(warmUps)).toList();
      for (int round = 0; round < plan.rounds(); round++) {
        for (int i = 0; i < loads.size(); i++) {
          measure(rotate(everybody.entrySet(), round), loads.get(i), results.get(i));
        }
      }
      return results;
    } finally {
      everybody.values().forEach(PinnedJvm::close);
    }
  }

  /**
   * Options to touch the heap beforehand, unless its use is measured: so no contender pays for
   * first use.
   */
  private static String[] heap(Work work) {
    String[] heap = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"};
    return work == Work.IN_FLIGHT ? Arrays.copyOf(heap, 2) : heap;
  }

  private void measure(List<Map.Entry<Contender, PinnedJvm>> everybody, Load load, Results results)
      throws IOException, InterruptedException {
    for (Map.Entry<Contender, PinnedJvm> worker : everybody) {
      Measurements measurements = measureQuietly(() -> sample(worker.getValue(), load));
      results.add(worker.getKey().title(), measurements);
    }
  }

  /** Measures one contender at different loads, in one JVM. */
  Results compare(Contender contender, Map<String, Load> loads)
      throws IOException, InterruptedException {
    List<String> warmUps = new ArrayList<>();
    try (PinnedJvm worker = workerProcesses.start(contender, 1, heap(Work.HISTORY))) {
      for (Load load : loads.values()) {
        warmUps.add(warmUp(contender, worker, load));
      }
      Results results = new Results(warmUps);
      for (int round = 0; round < plan.rounds(); round++) {
        for (Map.Entry<String, Load> load : loads.entrySet()) {
          results.add(load.getKey(), measureQuietly(() -> sample(worker, load.getValue())));
        }
      }
      return results;
    }
  }

  /** Measures contenders in a fresh JVM each time, after a little work of another kind. */
  Results measureFresh(Load load, List<Contender> contenders, String... heap)
      throws IOException, InterruptedException {
    double seconds = load.warmMillis() * plan.warm() / 1e3;
    Results results = new Results(List.of("everybody in each round %.0f s".formatted(seconds)));
    for (int round = 0; round < plan.rounds(); round++) {
      for (Contender contender : rotate(contenders, round)) {
        results.add(contender.title(), measureOnce(load, contender, heap));
      }
    }
    return results;
  }

  /** Measures one contender in a fresh JVM. */
  Measurements measureOnce(Load load, Contender contender, String... heap)
      throws IOException, InterruptedException {
    try (PinnedJvm worker = workerProcesses.start(contender, load.slots(), heap)) {
      if (load.warmMillis() > 0) {
        worker.ask(load.warmUp(plan.warm()));
      }
      return worker.ask(load.order(1));
    }
  }

  /** Measures all contenders from process start to the first response. */
  Results measureStarts() throws IOException, InterruptedException {
    Results results = new Results();
    for (int round = 0; round < plan.rounds(); round++) {
      for (Contender contender : rotate(contenders(Work.START), round)) {
        results.add(contender.title(), measureQuietly(() -> start(contender)));
      }
    }
    return results;
  }

  private Measurements start(Contender contender) throws IOException, InterruptedException {
    ClassPath classPath = ClassPath.of(contender.module());
    double jars = classPath.measuredPaths().size();
    double megabytes = classPath.megabytes();
    NoiseMeter noiseMeter = workerProcesses.noiseMeter();
    long start = System.nanoTime();
    try (PinnedJvm worker = workerProcesses.start(contender, 1, "-Xmx1g")) {
      Measurements first = worker.ask(Load.of(Work.START).order(1));
      double millis = (System.nanoTime() - start) / 1e6;
      return first
          .with(noiseMeter.read(worker.processorSeconds()))
          .with(Map.of("start", millis, "jars", jars, "megabytes", megabytes));
    }
  }

  private Measurements sample(PinnedJvm worker, Load load) throws IOException {
    double before = worker.processorSeconds();
    NoiseMeter noiseMeter = workerProcesses.noiseMeter();
    Measurements measurements = worker.ask(load.order(plan.time()));
    return measurements.with(noiseMeter.read(worker.processorSeconds() - before));
  }

  /** Measures again after noise, at most twice, and keeps the quietest sample. */
  private static Measurements measureQuietly(Sampler sampler)
      throws IOException, InterruptedException {
    Measurements quietest = sampler.take();
    for (int again = 0; again < REPEATS && quietest.get(NoiseMeter.NAME) > 1; again++) {
      Measurements next = sampler.take();
      quietest = next.get(NoiseMeter.NAME) < quietest.get(NoiseMeter.NAME) ? next : quietest;
    }
    return quietest;
  }

  List<Contender> contenders(Work work) {
    return plan.only().stream().filter(contender -> contender.supports(work)).toList();
  }

  /** Warms up until the compilers are idle, which takes longer with more code or load. */
  private String warmUp(Contender contender, PinnedJvm worker, Load load)
      throws IOException, InterruptedException {
    double seconds = 0;
    boolean steady = false;
    worker.pin(PinnedJvm.BOTH);
    for (int part = 0; part < MOST_PARTS && !steady; part++) {
      Measurements measurements = worker.ask(load.warmUp(plan.warm() / PARTS));
      seconds += measurements.get("seconds");
      steady = MetricColumn.COMPILING.figure().applyAsDouble(measurements) < RESTING;
    }
    worker.pin(PinnedJvm.MEASURED);
    String end = steady ? " until the compilers rest" : " (still compiling)";
    return "%s %.0f s%s".formatted(contender.title(), seconds, end);
  }

  private static <T> List<T> rotate(Collection<T> contenders, int round) {
    List<T> rotated = new ArrayList<>(contenders);
    Collections.rotate(rotated, -round);
    return rotated;
  }

  @Override
  public void close() {
    workerProcesses.close();
  }
}
