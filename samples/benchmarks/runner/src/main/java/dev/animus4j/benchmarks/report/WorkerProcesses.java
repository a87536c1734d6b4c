package dev.animus4j.benchmarks.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts the worker JVMs, and the provider that they all use. */
final class WorkerProcesses implements AutoCloseable {
  private static final String WORKER = "dev.animus4j.benchmarks.Worker";
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:ActiveProcessorCount=1",
          "-XX:-UseDynamicNumberOfCompilerThreads",
          "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");

  private final PinnedJvm provider;
  private final String port;

  WorkerProcesses() throws IOException {
    this.provider =
        PinnedJvm.start(
            PinnedJvm.PROVIDER,
            ClassPath.of("vertx"),
            List.of("-Xmx1g", "-XX:+UseSerialGC"),
            "dev.animus4j.benchmarks.provider.Provider");
    this.port = provider.line();
  }

  /** Starts a contender in a JVM with these options, for this concurrency. */
  PinnedJvm start(Contender contender, int slots, String... more) throws IOException {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("-Dvirtual=" + Machine.hasVirtualThreads());
    options.addAll(List.of(more));
    return PinnedJvm.start(
        PinnedJvm.MEASURED,
        ClassPath.of(contender.module()),
        options,
        WORKER,
        contender.driver(),
        port,
        Integer.toString(slots));
  }

  /** Starts measuring noise. */
  NoiseMeter noiseMeter() {
    return new NoiseMeter(provider);
  }

  @Override
  public void close() {
    provider.close();
  }
}
