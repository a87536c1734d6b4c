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

/** Many streams of a {@link WordServer}, opened by some client on one event loop, and heard out. */
final class StreamRun implements AutoCloseable {
  private static final long WARM_UP = 10;
  private static final long CAUGHT_UP = 20;
  private static final int STEP = 10;
  private static final long PATIENCE = 60;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final HttpClient commands = vertx.createHttpClient();
  private final int port;
  private final Heard heard;
  private long lost;

  StreamRun(int port, Heard heard) {
    this.port = port;
    this.heard = heard;
  }

  Vertx vertx() {
    return vertx;
  }

  int port() {
    return port;
  }

  /**
   * Opens the streams, waits until all is warm and what came meanwhile has been heard, and listens
   * for some seconds. All streams are open afterwards, and silent.
   *
   * @param opening opens them all, on the event loop
   */
  StreamFigures over(Runnable opening, int seconds) throws Exception {
    command("/start");
    onLoop(() -> ran(opening));
    TimeUnit.SECONDS.sleep(WARM_UP);
    within(2 * WARM_UP, () -> heard.lastDelay() < CAUGHT_UP);
    Moment before = onLoop(() -> ran(heard::forgetDelays).moment());
    Moment after = before;
    for (int second = 0; second < seconds; second += STEP) {
      TimeUnit.SECONDS.sleep(STEP);
      after = onLoop(this::moment);
      System.out.println((second + STEP) + " s: " + figures(before, after, MemoryMeter.used()));
    }
    long said = command("/pause");
    within(PATIENCE, () -> heard.words() >= said);
    lost = said - onLoop(heard::words);
    return figures(before, after, MemoryMeter.live());
  }

  private StreamRun ran(Runnable task) {
    task.run();
    return this;
  }

  /** Up to now. */
  private record Moment(long words, long nanos, long cpu, double p50, double p99) {}

  private Moment moment() {
    long cpu = SYSTEM.getProcessCpuTime();
    return new Moment(heard.words(), System.nanoTime(), cpu, heard.delay(0.5), heard.delay(0.99));
  }

  private StreamFigures figures(Moment before, Moment after, long heap) throws Exception {
    double words = after.words - before.words;
    double rate = words / (after.nanos - before.nanos) * 1e9;
    double cpu = (after.cpu - before.cpu) / words / 1_000;
    long resident = MemoryMeter.resident("self");
    return new StreamFigures(
        rate, after.p50, after.p99, cpu, heap, onLoop(heard::characters), resident);
  }

  /** Lets the server end the streams. */
  void end() {
    command("/end");
  }

  /** What was wrong with the words; empty when each was heard once and in order. */
  String fault() {
    String missing = "%d words were lost, %d streams were silent; ".formatted(lost, heard.silent());
    return lost == 0 ? heard.disorder() : missing + heard.disorder();
  }

  /** Whether something is so on the event loop, soon enough. */
  boolean within(long seconds, BooleanSupplier event) throws Exception {
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
    return done.get(PATIENCE, TimeUnit.SECONDS);
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
