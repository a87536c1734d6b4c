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

/** Client of the chatbot whose connection breaks now and then. */
final class ChatbotClient {
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

  ChatbotClient(String url, long seed) {
    this.url = url;
    this.random = new Random(seed);
  }

  int drops() {
    return drops;
  }

  void startConversation() throws IOException, InterruptedException {
    conversation = new JsonObject(send("POST", "", "").body()).getString("id");
  }

  /** Erases the conversation and its images; the conversation goes on. */
  void clearHistory() throws IOException, InterruptedException {
    send("DELETE", "/" + conversation, "");
  }

  /**
   * Sends a message, and receives all its events: in order, without gaps, each once.
   *
   * @return the outcome
   */
  String sendMessage(String text) throws IOException, InterruptedException {
    InputStream stream = open();
    String message = new JsonObject().put("text", text).encode();
    String answer = send("POST", "/" + conversation + "/messages", message).body();
    String exchange = new JsonObject(answer).getString("exchangeId");
    while (true) {
      int maxEvents = random.nextInt(5) == 0 ? 1 + random.nextInt(4) : Integer.MAX_VALUE;
      String outcome = readUntilEnd(stream, exchange, maxEvents);
      if (!outcome.isEmpty()) {
        return outcome;
      }
      drops++;
      stream = open();
    }
  }

  /** Disconnects after so many events; empty if that was before the end. */
  private String readUntilEnd(InputStream stream, String exchange, int maxEvents)
      throws IOException {
    int left = maxEvents;
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null && left > 0; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          JsonObject event = new JsonObject(line.substring(6));
          checkSequence(event);
          left--;
          if (isEnd(event, exchange)) {
            return event.getString("outcome");
          }
        }
      }
      return "";
    }
  }

  private void checkSequence(JsonObject event) {
    long next = event.getLong("sequence", -1L);
    Check.require(next == last + 1, "after event %s came %s", last, event);
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
    Check.require(
        answer.statusCode() < 300, "%s was answered %s", method + path, answer.statusCode());
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/api/conversations" + path));
  }
}
