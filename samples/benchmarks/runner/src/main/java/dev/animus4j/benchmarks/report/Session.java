package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Figures;
import dev.animus4j.benchmarks.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures, in turn and each in a JVM of its own, against one provider. */
final class Session implements AutoCloseable {
  private static final int REPEATS = 2;
  private static final int PARTS = 4;
  private static final int MOST_PARTS = 16;
  private static final double RESTING = 0.1;

  /** Takes one sample of somebody. */
  private interface Sampling {
    Figures take() throws IOException, InterruptedException;
  }

  private final Plan plan;
  private final Workers workers;

  Session(Plan plan) throws IOException {
    this.plan = plan;
    this.workers = new Workers();
  }

  /** Everybody at the same load, warmed up, in rounds, and in another order in each round. */
  Results compare(Load load) throws IOException, InterruptedException {
    return compare(List.of(load)).get(0);
  }

  /** The same for several loads of one kind, the largest last: with that they warm up. */
  List<Results> compare(List<Load> loads) throws IOException, InterruptedException {
    Load largest = loads.get(loads.size() - 1);
    Map<Contender, Jvm> everybody = new LinkedHashMap<>();
    List<String> warmUps = new ArrayList<>();
    try {
      for (Contender contender : who(largest.work())) {
        Jvm worker = workers.start(contender, largest.slots(), heap(largest.work()));
        everybody.put(contender, worker);
        warmUps.add(warm(contender, worker, largest));
      }
      List<Results> results = loads.stream().map(load -> new Results(warmUps)).toList();
      for (int round = 0; round < plan.rounds(); round++) {
        for (int i = 0; i < loads.size(); i++) {
          measure(turned(everybody.entrySet(), round), loads.get(i), results.get(i));
        }
      }
      return results;
    } finally {
      everybody.values().forEach(Jvm::close);
    }
  }

  /** Touched beforehand, unless it is measured how much of it is: so nobody pays for first use. */
  private static String[] heap(Work work) {
    String[] heap = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"};
    return work == Work.IN_FLIGHT ? Arrays.copyOf(heap, 2) : heap;
  }

  private void measure(List<Map.Entry<Contender, Jvm>> everybody, Load load, Results results)
      throws IOException, InterruptedException {
    for (Map.Entry<Contender, Jvm> worker : everybody) {
      Figures figures = quiet(() -> sample(worker.getValue(), load));
      results.add(worker.getKey().title(), figures);
    }
  }

  /** One at different loads, in one JVM. */
  Results compare(Contender contender, Map<String, Load> loads)
      throws IOException, InterruptedException {
    List<String> warmUps = new ArrayList<>();
    try (Jvm worker = workers.start(contender, 1, heap(Work.HISTORY))) {
      for (Load load : loads.values()) {
        warmUps.add(warm(contender, worker, load));
      }
      Results results = new Results(warmUps);
      for (int round = 0; round < plan.rounds(); round++) {
        for (Map.Entry<String, Load> load : loads.entrySet()) {
          results.add(load.getKey(), quiet(() -> sample(worker, load.getValue())));
        }
      }
      return results;
    }
  }

  /** Everybody in a fresh JVM each time, after a little work of another kind. */
  Results fresh(Load load, List<Contender> who, String... heap)
      throws IOException, InterruptedException {
    double seconds = load.warmMillis() * plan.warm() / 1e3;
    Results results = new Results(List.of("everybody in each round %.0f s".formatted(seconds)));
    for (int round = 0; round < plan.rounds(); round++) {
      for (Contender contender : turned(who, round)) {
        results.add(contender.title(), once(load, contender, heap));
      }
    }
    return results;
  }

  /** Somebody in a fresh JVM. */
  Figures once(Load load, Contender contender, String... heap)
      throws IOException, InterruptedException {
    try (Jvm worker = workers.start(contender, load.slots(), heap)) {
      if (load.warmMillis() > 0) {
        worker.ask(load.warmUp(plan.warm()));
      }
      return worker.ask(load.order(1));
    }
  }

  /** Everybody from nothing to the first answer. */
  Results starts() throws IOException, InterruptedException {
    Results results = new Results();
    for (int round = 0; round < plan.rounds(); round++) {
      for (Contender contender : turned(who(Work.START), round)) {
        results.add(contender.title(), quiet(() -> start(contender)));
      }
    }
    return results;
  }

  private Figures start(Contender contender) throws IOException, InterruptedException {
    ClassPath classPath = ClassPath.of(contender.module());
    double jars = classPath.measured().size();
    double megabytes = classPath.megabytes();
    Noise noise = workers.noise();
    long start = System.nanoTime();
    try (Jvm worker = workers.start(contender, 1, "-Xmx1g")) {
      Figures first = worker.ask(Load.of(Work.START).order(1));
      double millis = (System.nanoTime() - start) / 1e6;
      return first
          .with(noise.read(worker.processorSeconds()))
          .with(Map.of("start", millis, "jars", jars, "megabytes", megabytes));
    }
  }

  private Figures sample(Jvm worker, Load load) throws IOException {
    double before = worker.processorSeconds();
    Noise noise = workers.noise();
    Figures figures = worker.ask(load.order(plan.time()));
    return figures.with(noise.read(worker.processorSeconds() - before));
  }

  /** Measures again when others disturbed it, at most twice, and keeps the quietest. */
  private static Figures quiet(Sampling sampling) throws IOException, InterruptedException {
    Figures quietest = sampling.take();
    for (int again = 0; again < REPEATS && quietest.get(Noise.NAME) > 1; again++) {
      Figures next = sampling.take();
      quietest = next.get(Noise.NAME) < quietest.get(Noise.NAME) ? next : quietest;
    }
    return quietest;
  }

  List<Contender> who(Work work) {
    return plan.only().stream().filter(contender -> contender.does(work)).toList();
  }

  /** Until the compilers rest, since that takes longer with more code and on a busy machine. */
  private String warm(Contender contender, Jvm worker, Load load)
      throws IOException, InterruptedException {
    double seconds = 0;
    boolean steady = false;
    worker.pin(Jvm.BOTH);
    for (int part = 0; part < MOST_PARTS && !steady; part++) {
      Figures figures = worker.ask(load.warmUp(plan.warm() / PARTS));
      seconds += figures.get("seconds");
      steady = Column.COMPILING.figure().applyAsDouble(figures) < RESTING;
    }
    worker.pin(Jvm.MEASURED);
    return "%s %.0f s%s".formatted(contender.title(), seconds, steady ? " until the compilers rest" : " (still compiling)");
  }

  private static <T> List<T> turned(Collection<T> who, int round) {
    List<T> turned = new ArrayList<>(who);
    Collections.rotate(turned, -round);
    return turned;
  }

  @Override
  public void close() {
    workers.close();
  }
}
