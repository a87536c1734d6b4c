package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.ClosedLoop;
import dev.animus4j.benchmarks.Measurements;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.ResourceMeter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JVM that does what it is started with, and prints one line of measurements. */
final class DurabilityWorker {
  static final String RESULT = "= ";
  private static final long MEASURED_MS = 1_000 * Long.getLong("durability.seconds", 5);
  private static final long PATIENCE_MS = 60_000;

  private DurabilityWorker() {}

  /** The words of an {@link Assignment}. */
  public static void main(String[] words) throws Exception {
    Assignment assignment = Assignment.parse(words);
    Map<String, Double> figures =
        switch (assignment.role()) {
          case STEPS -> load(assignment.memory().appends(1), assignment.conversations());
          case SENDS -> load(new LocalSends(assignment), assignment.conversations());
          case RIVALS -> new RivalWriters(assignment).run();
          case GROWTH -> new GrowingConversation(assignment).run();
          case CHECK -> check(assignment);
          case UNTIL_KILLED -> untilKilled(assignment);
        };
    System.out.println(RESULT + new Measurements(figures, "").line());
    System.exit(0);
  }

  private static Map<String, Double> load(Op op, int slots) throws InterruptedException {
    TimedOp timed = new TimedOp(op);
    ClosedLoop closedLoop = new ClosedLoop(timed.op(), slots);
    closedLoop.start();
    awaitFirst(closedLoop, slots);
    Thread.sleep(MEASURED_MS);
    ResourceMeter meter = new ResourceMeter();
    long before = closedLoop.completed();
    timed.begin();
    Thread.sleep(MEASURED_MS);
    timed.end();
    double done = closedLoop.completed() - before;
    Map<String, Double> used = meter.read();
    closedLoop.stop(PATIENCE_MS);
    Map<String, Double> figures = new LinkedHashMap<>(timed.percentiles());
    figures.put("rate", done / used.getOrDefault("seconds", Double.NaN));
    figures.put("cpu", used.getOrDefault("cpu", Double.NaN) * 1e6 / done);
    figures.put("bytes", used.getOrDefault("bytes", Double.NaN) / done);
    figures.put("failures", (double) closedLoop.failures().size());
    closedLoop.failures().stream().limit(1).forEach(System.err::println);
    return figures;
  }

  /** A busy machine takes long to load classes, which is no part of the warm-up. */
  private static void awaitFirst(ClosedLoop closedLoop, int slots) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (closedLoop.completed() < slots && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    closedLoop.failures().clear();
  }

  /** Prints each message that is stored, before the next one of its conversation is begun. */
  private static Map<String, Double> untilKilled(Assignment assignment) throws Exception {
    Op op = new AcknowledgedOp(assignment.memory().appends(1), DurabilityWorker::print).op();
    new ClosedLoop(op, assignment.conversations()).start();
    Thread.sleep(PATIENCE_MS);
    return Map.of();
  }

  /** Compares what is stored with what was printed, which it reads. */
  private static Map<String, Double> check(Assignment assignment) throws Exception {
    DurableMemory memory = assignment.memory();
    Map<Integer, List<Long>> acknowledged = new TreeMap<>();
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ", 2);
      acknowledged
          .computeIfAbsent(Integer.valueOf(words[0]), slot -> new ArrayList<>())
          .add(Long.valueOf(words[1]));
    }
    Map<String, Double> sums = new LinkedHashMap<>();
    for (Map.Entry<Integer, List<Long>> it : acknowledged.entrySet()) {
      StoredNumbers.of(memory, it.getKey())
          .losses(it.getValue(), assignment.window())
          .forEach((name, count) -> sums.merge(name, count, Double::sum));
    }
    return sums;
  }

  private static void print(int slot, long number) {
    System.out.println(slot + " " + number);
  }
}
