package dev.animus4j.chatbot;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Polls whether a service is alive, and keeps the longest response time. */
final class LivenessProbe implements AutoCloseable {
  private static final long PAUSE_MS = 20;
  private static final int FEW = 3;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest health;
  private final Thread thread = new Thread(this::beat);
  private volatile long slowest;
  private volatile int beats;
  private volatile boolean over;

  LivenessProbe(int port) {
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

  /** The status; 0 for no response. Retries on a connection that was kept alive and closed. */
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

  /** Waits for a few more polls. */
  void await() {
    int wanted = beats + FEW;
    while (beats < wanted) {
      pause();
    }
  }

  Duration slowest() {
    return Duration.ofNanos(slowest);
  }

  /** The limit: a second where a processor is free; longer on a busy machine. */
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
