package dev.animus4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * JVM of a driver. It reads commands line by line, and answers each by one line:
 *
 * <pre>
 * LETTER SETTINGS SLOTS MILLISECONDS
 * </pre>
 */
public final class Worker {
  private static final long PATIENCE_MS = 60_000;
  private static final long PATIENCE_ONCE_MS = 240_000;

  private final Driver driver;
  private final int port;
  private final int maxConcurrency;
  private final Map<String, Op> ops = new HashMap<>();

  private Worker(Driver driver, int port, int maxConcurrency) {
    this.driver = driver;
    this.port = port;
    this.maxConcurrency = maxConcurrency;
  }

  /** {@code DRIVER PORT SLOTS}: the class, the port of the provider, the maximum concurrency. */
  public static void main(String[] arguments) throws Exception {
    Driver driver = (Driver) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    int port = Integer.parseInt(arguments[1]);
    new Worker(driver, port, Integer.parseInt(arguments[2])).serve();
    System.exit(0);
  }

  private void serve() throws IOException, InterruptedException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String order = orders.readLine();
    while (order != null) {
      System.out.println("= " + figures(order.split(" ")).line());
      order = orders.readLine();
    }
  }

  private Measurements figures(String... order) throws InterruptedException {
    try {
      Op op = op(order[0], order[1]);
      return measure(op, Integer.parseInt(order[2]), Long.parseLong(order[3]));
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failure) {
      return Measurements.failed(failure);
    }
  }

  private Op op(String letter, String settings) throws Exception {
    Op known = ops.get(letter + settings);
    if (known != null) {
      return known;
    }
    Op made = driver.of(Work.of(letter), new Target(port, settings, maxConcurrency));
    ops.put(letter + settings, made);
    return made;
  }

  /** Runs each slot once if the time is 0. */
  private static Measurements measure(Op op, int slots, long millis) throws InterruptedException {
    ClosedLoop closedLoop = new ClosedLoop(op, slots);
    ResourceMeter resourceMeter = new ResourceMeter();
    closedLoop.start();
    Thread.sleep(millis);
    closedLoop.stop(millis == 0 ? PATIENCE_ONCE_MS : PATIENCE_MS);
    Map<String, Double> figures = resourceMeter.read();
    figures.put("done", (double) closedLoop.completed());
    figures.put("units", (double) closedLoop.units());
    figures.put("failures", (double) closedLoop.failures().size());
    Throwable first = closedLoop.failures().peek();
    return new Measurements(figures, first == null ? "" : first.toString());
  }
}
