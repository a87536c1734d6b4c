package dev.animus4j.checks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Client in a JVM of its own, and what it prints. */
final class KillProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final int number;
  private final ChildJvm child;
  private final Thread reader;
  private final BiConsumer<KillProcess, KillLine> listener;
  private final Map<KillLine.Kind, Integer> lines = new EnumMap<>(KillLine.Kind.class);

  private KillProcess(int number, ChildJvm child, BiConsumer<KillProcess, KillLine> listener) {
    this.number = number;
    this.child = child;
    this.listener = listener;
    this.reader = new Thread(new KillLines(child.output(), this::add)::read, "client " + number);
  }

  static KillProcess start(
      int number, ProcessBuilder program, BiConsumer<KillProcess, KillLine> listener)
      throws IOException {
    KillProcess process = new KillProcess(number, ChildJvm.start(program), listener);
    process.reader.start();
    return process;
  }

  private synchronized void add(KillLine line) {
    listener.accept(this, line);
    lines.merge(line.kind(), 1, Integer::sum);
    notifyAll();
  }

  int number() {
    return number;
  }

  /** Waits until it has printed so many lines of a kind. */
  synchronized void await(KillLine.Kind kind, int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (lines.getOrDefault(kind, 0) < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      Check.require(left > 0, "client %d printed too few lines of %s", number, kind);
      wait(left);
    }
  }

  void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, String.valueOf(child.pid())).start().waitFor();
  }

  /** Asks it to end, and waits until it has. */
  void stop() throws InterruptedException {
    child.process().toHandle().destroy();
    Check.require(
        child.process().waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS),
        "client %d does not end",
        number);
    reader.join();
  }

  void kill() throws InterruptedException {
    Check.require(child.process().isAlive(), "client %d ended by itself", number);
    child.process().toHandle().destroyForcibly();
    child.process().waitFor();
    reader.join();
  }

  @Override
  public void close() {
    child.close();
  }
}
