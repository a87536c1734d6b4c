package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.animus4j.rules.WatchedVertx;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Simulator for the tests of one class, with a client that does not use Vert.x. */
final class SimulatorExtension implements BeforeAllCallback, BeforeEachCallback {
  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private Simulator simulator;

  @Override
  public void beforeAll(ExtensionContext context) {
    simulator = await(Simulator.start(WatchedVertx.of(context).get(), 0));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    simulator.reset();
  }

  Simulator simulator() {
    return simulator;
  }

  HttpClient http() {
    return http;
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path, String... headers) {
    URI uri = URI.create(simulator.origin()).resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer key");
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpRequest.Builder post(String path, String body, String... headers) {
    return request(path, headers)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode json(String path, String body) throws Exception {
    return mapper.readTree(send(post(path, body)).body());
  }

  /** The data of the events of a stream, in order. */
  List<String> events(String path, String body) throws Exception {
    return Stream.of(send(post(path, body)).body().split("\n\n"))
        .map(event -> event.substring(event.indexOf("data: ") + 6))
        .toList();
  }

  JsonNode read(String json) throws Exception {
    return mapper.readTree(json);
  }

  /** Every byte the server sends on a connection for one request, until it closes it. */
  String raw(String method, String path, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer key\r\n"
              + "Connection: close\r\n"
              + String.join("\r\n", headers)
              + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
