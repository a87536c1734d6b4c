package dev.animus4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The JVM of a driver. It does what it is told line by line, and answers each line by one:
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
  private final int most;
  private final Map<String, Op> ops = new HashMap<>();

  private Worker(Driver driver, int port, int most) {
    this.driver = driver;
    this.port = port;
    this.most = most;
  }

  /** {@code DRIVER PORT SLOTS}: the class, where the provider is, how many at once at most. */
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

  private Figures figures(String... order) throws InterruptedException {
    try {
      Op op = op(order[0], order[1]);
      return measured(op, Integer.parseInt(order[2]), Long.parseLong(order[3]));
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failure) {
      return Figures.failed(failure);
    }
  }

  private Op op(String letter, String settings) throws Exception {
    Op known = ops.get(letter + settings);
    if (known != null) {
      return known;
    }
    Op made = driver.of(Work.of(letter), new Target(port, settings, most));
    ops.put(letter + settings, made);
    return made;
  }

  /** With a time of 0 each slot does it once. */
  private static Figures measured(Op op, int slots, long millis) throws InterruptedException {
    Loop loop = new Loop(op, slots);
    Meter meter = new Meter();
    loop.start();
    Thread.sleep(millis);
    loop.stop(millis == 0 ? PATIENCE_ONCE_MS : PATIENCE_MS);
    Map<String, Double> figures = meter.read();
    figures.put("done", (double) loop.done());
    figures.put("units", (double) loop.units());
    figures.put("failures", (double) loop.failures().size());
    Throwable first = loop.failures().peek();
    return new Figures(figures, first == null ? "" : first.toString());
  }
}
