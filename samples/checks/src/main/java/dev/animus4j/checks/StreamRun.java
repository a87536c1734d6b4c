package dev.animus4j.checks;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Run of many streams of a {@link WordServer}, opened by some client on one event loop. */
final class StreamRun implements AutoCloseable {
  private static final long WARM_UP = 10;
  private static final long CAUGHT_UP = 20;
  private static final int STEP = 10;
  private static final long TIMEOUT_SECONDS = 60;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final HttpClient commands = vertx.createHttpClient();
  private final int port;
  private final WordStatistics wordStatistics;
  private long lost;

  StreamRun(int port, WordStatistics wordStatistics) {
    this.port = port;
    this.wordStatistics = wordStatistics;
  }

  Vertx vertx() {
    return vertx;
  }

  int port() {
    return port;
  }

  /**
   * Opens the streams, waits until all is warm and has caught up, and measures for some seconds.
   * All streams are open afterwards, and silent.
   *
   * @param opening opens them all, on the event loop
   */
  StreamMetrics measure(Runnable opening, int seconds) throws Exception {
    command("/start");
    onLoop(() -> runTask(opening));
    TimeUnit.SECONDS.sleep(WARM_UP);
    awaitCondition(2 * WARM_UP, () -> wordStatistics.lastDelay() < CAUGHT_UP);
    Sample before = onLoop(() -> runTask(wordStatistics::resetDelays).moment());
    Sample after = before;
    for (int second = 0; second < seconds; second += STEP) {
      TimeUnit.SECONDS.sleep(STEP);
      after = onLoop(this::moment);
      System.out.println((second + STEP) + " s: " + figures(before, after, MemoryMeter.used()));
    }
    long sent = command("/pause");
    awaitCondition(TIMEOUT_SECONDS, () -> wordStatistics.words() >= sent);
    lost = sent - onLoop(wordStatistics::words);
    return figures(before, after, MemoryMeter.live());
  }

  private StreamRun runTask(Runnable task) {
    task.run();
    return this;
  }

  /** Totals up to a moment. */
  private record Sample(long words, long nanos, long cpu, double p50, double p99) {}

  private Sample moment() {
    long cpu = SYSTEM.getProcessCpuTime();
    return new Sample(
        wordStatistics.words(),
        System.nanoTime(),
        cpu,
        wordStatistics.delayQuantile(0.5),
        wordStatistics.delayQuantile(0.99));
  }

  private StreamMetrics figures(Sample before, Sample after, long heap) throws Exception {
    double words = after.words - before.words;
    double rate = words / (after.nanos - before.nanos) * 1e9;
    double cpu = (after.cpu - before.cpu) / words / 1_000;
    long resident = MemoryMeter.resident("self");
    return new StreamMetrics(
        rate, after.p50, after.p99, cpu, heap, onLoop(wordStatistics::characters), resident);
  }

  /** Makes the server end the streams. */
  void endStreams() {
    command("/end");
  }

  /** What was wrong with the words; empty if each was received once and in order. */
  String findFault() {
    String missing =
        "%d words were lost, %d streams were silent; "
            .formatted(lost, wordStatistics.silentStreams());
    return lost == 0 ? wordStatistics.firstDisorder() : missing + wordStatistics.firstDisorder();
  }

  /** Whether a condition holds on the event loop within so many seconds. */
  boolean awaitCondition(long seconds, BooleanSupplier event) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean so = onLoop(event::getAsBoolean);
    while (!so && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
      so = onLoop(event::getAsBoolean);
    }
    return so;
  }

  private <T> T onLoop(Callable<T> task) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    vertx.runOnContext(
        now -> {
          try {
            done.complete(task.call());
          } catch (Exception | AssertionError e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private long command(String path) {
    Buffer answer =
        commands
            .request(HttpMethod.POST, port, "127.0.0.1", path)
            .compose(request -> request.send())
            .compose(response -> response.body())
            .await();
    return Long.parseLong(answer.toString());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
