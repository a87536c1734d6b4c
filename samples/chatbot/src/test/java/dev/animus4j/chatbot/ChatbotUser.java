package dev.animus4j.chatbot;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** User with a cookie of their own. Every response is checked against the description. */
final class ChatbotUser {
  private static final OpenApi API = new OpenApi();

  final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();

  /** Where the service is, also after a restart. */
  String url;

  ChatbotUser(ChatbotFixture chatbotFixture) {
    this(chatbotFixture.backend.url());
  }

  ChatbotUser(String url) {
    this.url = url;
  }

  /** An operation as in the description, on a path. */
  record Operation(String operation, String path) {
    static Operation of(String method, String template, String id) {
      String path = template.replaceAll("\\{\\w+}", id);
      return new Operation(method + " " + template, path);
    }
  }

  HttpResponse<String> ask(Operation call, String type, BodyPublisher body) throws Exception {
    String method = call.operation.substring(0, call.operation.indexOf(' '));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + call.path)).timeout(Duration.ofSeconds(20));
    if (type != null) {
      request.header("Content-Type", type);
    }
    HttpResponse<String> answer =
        http.send(request.method(method, body).build(), BodyHandlers.ofString());
    API.check(call.operation, answer.statusCode(), type(answer), answer.body());
    return answer;
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("content-type").orElse("").replaceAll(";.*", "");
  }

  HttpResponse<String> get(String template, String id) throws Exception {
    return ask(Operation.of("GET", template, id), null, BodyPublishers.noBody());
  }

  HttpResponse<String> post(String template, String id, Object json) throws Exception {
    return ask(
        Operation.of("POST", template, id),
        "application/json",
        BodyPublishers.ofString(text(json)));
  }

  private static String text(Object json) {
    return json instanceof JsonObject object ? object.encode() : String.valueOf(json);
  }

  /** The cookie of the session, as it is sent. */
  String cookie() {
    CookieManager cookies = (CookieManager) http.cookieHandler().orElseThrow();
    return cookies.getCookieStore().get(URI.create(url)).get(0).toString();
  }

  String begin() throws Exception {
    HttpResponse<String> answer =
        ask(
            new Operation("POST /api/conversations", "/api/conversations"),
            null,
            BodyPublishers.noBody());
    return new JsonObject(answer.body()).getString("id");
  }

  HttpResponse<String> say(String conversation, String text) throws Exception {
    JsonObject message = new JsonObject().put("text", text);
    return post("/api/conversations/{id}/messages", conversation, message);
  }

  HttpResponse<String> upload(byte[] picture) throws Exception {
    return ask(
        new Operation("POST /api/pictures", "/api/pictures"),
        "image/png",
        BodyPublishers.ofByteArray(picture));
  }

  /** The status of a request for an image at this path. */
  int imageStatus(String path) throws Exception {
    return get("/images/{name}", path.substring("/images/".length())).statusCode();
  }

  /** The same user in another browser. */
  ChatbotUser copy(String url) throws IOException {
    ChatbotUser copy = new ChatbotUser(url);
    copy.http
        .cookieHandler()
        .orElseThrow()
        .put(URI.create(url), Map.of("Set-Cookie", List.of(cookie() + "; Path=/")));
    return copy;
  }

  JsonObject history(String conversation) throws Exception {
    return new JsonObject(get("/api/conversations/{id}/history", conversation).body());
  }

  HttpResponse<InputStream> open(String conversation, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/conversations/" + conversation + "/events"));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** The events after this one, to the end of an exchange, whenever they come. */
  CompletableFuture<List<JsonObject>> listen(String conversation, long after) throws Exception {
    InputStream body = open(conversation, Map.of("Last-Event-ID", "" + after)).body();
    return CompletableFuture.supplyAsync(() -> events(body), task -> new Thread(task).start());
  }

  /** The address of the first image among these events. */
  static String imageOf(List<JsonObject> events) {
    return events.stream()
        .filter(event -> event.getString("type").equals("imageGenerationComplete"))
        .findFirst()
        .orElseThrow()
        .getString("imageUrl");
  }

  private static List<JsonObject> events(InputStream body) {
    List<JsonObject> events = new ArrayList<>();
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: {\"")) {
          API.isEvent(line.substring(6));
          events.add(new JsonObject(line.substring(6)));
        }
        if (line.contains("\"exchangeComplete\"")) {
          return events;
        }
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
