package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the tests on real sockets share: limits that are never the point, and answers in bytes. */
final class HttpFixture {
  static final Timeouts PATIENT = new Timeouts(seconds(30), seconds(30), seconds(30), seconds(60));
  static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private HttpFixture() {}

  static Endpoint endpoint(ScriptedServer server) {
    return Endpoint.of("acme", server.url(), Credentials.none(), PATIENT);
  }

  static Http http(Vertx vertx) {
    return Http.create(vertx);
  }

  static String json(String body) {
    return answer("200 OK", "Content-Type: application/json", body);
  }

  /** An answer of known length. */
  static String answer(String status, String header, String body) {
    int length = Buffer.buffer(body).length();
    return "HTTP/1.1 "
        + status
        + "\r\n"
        + header
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  /** Waits for the failure, and hands it out. */
  static <T extends AnimusException> T failure(TestObserver<?> caller, Class<T> type) {
    Throwable[] seen = new Throwable[1];
    caller
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(
            e -> {
              seen[0] = e;
              return true;
            });
    if (!type.isInstance(seen[0])) {
      throw new AssertionError("Expected " + type.getSimpleName(), seen[0]);
    }
    return type.cast(seen[0]);
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
