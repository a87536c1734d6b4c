package dev.animus4j.benchmarks.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts those who are measured, and the provider that they all ask. */
final class Workers implements AutoCloseable {
  private static final String WORKER = "dev.animus4j.benchmarks.Worker";
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:ActiveProcessorCount=1",
          "-XX:-UseDynamicNumberOfCompilerThreads",
          "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");

  private final Jvm provider;
  private final String port;

  Workers() throws IOException {
    this.provider =
        Jvm.start(
            Jvm.PROVIDER,
            ClassPath.of("vertx"),
            List.of("-Xmx1g", "-XX:+UseSerialGC"),
            "dev.animus4j.benchmarks.provider.Provider");
    this.port = provider.line();
  }

  /** Somebody in a JVM with these options, ready for so much at once. */
  Jvm start(Contender contender, int slots, String... more) throws IOException {
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("-Dvirtual=" + Machine.hasVirtualThreads());
    options.addAll(List.of(more));
    return Jvm.start(
        Jvm.MEASURED,
        ClassPath.of(contender.module()),
        options,
        WORKER,
        contender.driver(),
        port,
        Integer.toString(slots));
  }

  /** What is heard beside somebody from now on. */
  Noise noise() {
    return new Noise(provider);
  }

  @Override
  public void close() {
    provider.close();
  }
}
