package dev.animus4j.chatbot;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service again and again whether it lives, and knows the longest time an answer took. */
final class Pulse implements AutoCloseable {
  private static final long PAUSE_MS = 20;
  private static final int FEW = 3;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest health;
  private final Thread thread = new Thread(this::beat);
  private volatile long slowest;
  private volatile int beats;
  private volatile boolean over;

  Pulse(int port) {
    URI address = URI.create("http://127.0.0.1:" + port + "/health");
    health = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
    thread.start();
  }

  private void beat() {
    while (!over) {
      long start = System.nanoTime();
      int status = status();
      long took = status == 200 ? System.nanoTime() - start : Long.MAX_VALUE;
      slowest = Math.max(slowest, took);
      beats = beats + 1;
      pause();
    }
  }

  /** 0 for no answer. A connection that was kept may be closed at any time; then it asks again. */
  private int status() {
    for (int i = 0; i < FEW; i++) {
      try {
        return client.send(health, BodyHandlers.discarding()).statusCode();
      } catch (Exception broken) {
        pause();
      }
    }
    return 0;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until it has been asked a few times more. */
  void await() {
    int wanted = beats + FEW;
    while (beats < wanted) {
      pause();
    }
  }

  Duration slowest() {
    return Duration.ofNanos(slowest);
  }

  /** A second, where a processor is free; on a machine that is busy otherwise, as much longer. */
  static Duration limit() {
    var machine = ManagementFactory.getOperatingSystemMXBean();
    double load = machine.getSystemLoadAverage() / machine.getAvailableProcessors();
    return Duration.ofMillis((long) (1_000 * Math.max(1, load)));
  }

  @Override
  public void close() throws Exception {
    over = true;
    thread.join();
  }
}
