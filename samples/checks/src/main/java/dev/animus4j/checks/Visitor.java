package dev.animus4j.checks;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** Somebody who talks to the chatbot over a line that breaks now and then. */
final class Visitor {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();
  private final String url;
  private final Random random;
  private String conversation = "";
  private long last;
  private int drops;

  Visitor(String url, long seed) {
    this.url = url;
    this.random = new Random(seed);
  }

  int drops() {
    return drops;
  }

  void begin() throws IOException, InterruptedException {
    conversation = new JsonObject(send("POST", "", "").body()).getString("id");
  }

  /** Forgets what was said, and the pictures; the conversation goes on. */
  void forget() throws IOException, InterruptedException {
    send("DELETE", "/" + conversation, "");
  }

  /**
   * Says something, and hears all that follows: in order, without gap, each once.
   *
   * @return how it ended
   */
  String say(String text) throws IOException, InterruptedException {
    InputStream stream = open();
    String message = new JsonObject().put("text", text).encode();
    String answer = send("POST", "/" + conversation + "/messages", message).body();
    String exchange = new JsonObject(answer).getString("exchangeId");
    while (true) {
      int patience = random.nextInt(5) == 0 ? 1 + random.nextInt(4) : Integer.MAX_VALUE;
      String outcome = heard(stream, exchange, patience);
      if (!outcome.isEmpty()) {
        return outcome;
      }
      drops++;
      stream = open();
    }
  }

  /** Leaves after so many events; empty when that came before the end. */
  private String heard(InputStream stream, String exchange, int patience) throws IOException {
    int left = patience;
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null && left > 0; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          JsonObject event = new JsonObject(line.substring(6));
          take(event);
          left--;
          if (isEnd(event, exchange)) {
            return event.getString("outcome");
          }
        }
      }
      return "";
    }
  }

  private void take(JsonObject event) {
    long next = event.getLong("sequence", -1L);
    Check.that(next == last + 1, "after event %s came %s", last, event);
    last = next;
  }

  private static boolean isEnd(JsonObject event, String exchange) {
    return event.getString("type").equals("exchangeComplete")
        && event.getString("exchangeId").equals(exchange);
  }

  private InputStream open() throws IOException, InterruptedException {
    HttpRequest request =
        request("/" + conversation + "/events").header("Last-Event-ID", "" + last).build();
    return http.send(request, BodyHandlers.ofInputStream()).body();
  }

  private HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    Check.that(answer.statusCode() < 300, "%s was answered %s", method + path, answer.statusCode());
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/api/conversations" + path));
  }
}
