package dev.animus4j.chatbot;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chatbot.ChatbotUser.Operation;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route, with valid and invalid requests; every response matches the description. */
@VertxTest
class ApiTest {
  private static final String MESSAGES = "/api/conversations/{id}/messages";
  private static ChatbotFixture chatbotFixture;

  private final ChatbotUser anna = new ChatbotUser(chatbotFixture);
  private final ChatbotUser ben = new ChatbotUser(chatbotFixture);

  @BeforeAll
  static void start(Vertx vertx) {
    chatbotFixture = ChatbotFixture.inTurns(vertx);
  }

  @AfterAll
  static void stop() {
    chatbotFixture.close();
  }

  static byte[] png() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  private HttpResponse<String> upload(byte[] bytes) throws Exception {
    return anna.ask(
        new Operation("POST /api/pictures", "/api/pictures"), "image/png", ofByteArray(bytes));
  }

  private HttpResponse<String> draw(JsonObject order) throws Exception {
    return anna.post("/api/images", "", order);
  }

  @Test
  void theDescriptionNamesAllRoutesAndNoOthers() {
    RouteDependencies with = chatbotFixture.backend.dependencies();
    Set<String> routes = new TreeSet<>();
    for (Route route :
        new Routes(chatbotFixture.vertx, with, chatbotFixture.settings, line -> {})
            .router()
            .getRoutes()) {
      if (route.methods() != null && route.getPath() != null) {
        for (HttpMethod method : route.methods()) {
          routes.add(method + " " + route.getPath().replaceAll(":(\\w+)", "{$1}"));
        }
      }
    }
    routes.removeIf(route -> route.startsWith("HEAD ")); // as GET, without the body
    assertThat(new OpenApi().operations()).isEqualTo(routes);
  }

  @Test
  void theDescriptionIsServed() throws Exception {
    JsonObject served = new JsonObject(anna.get("/openapi.json", "").body());
    assertThat(served).isEqualTo(new OpenApi().document());
  }

  @Test
  void aMessageLeadsToAnExchangeWithItsPicture() throws Exception {
    String id = anna.begin();
    var events = anna.listen(id, 0);
    HttpResponse<String> answer = anna.say(id, "Show me a lighthouse");
    assertThat(answer.statusCode()).isEqualTo(202);
    String exchange = new JsonObject(answer.body()).getString("exchangeId");
    assertThat(answer.headers().firstValue("x-request-id")).contains(exchange);
    assertThat(events.get())
        .allMatch(event -> event.getString("exchangeId").equals(exchange))
        .allMatch(event -> event.getString("conversationId").equals(id))
        .extracting(event -> event.getString("type"))
        .containsSubsequence(
            "messageStart",
            "messageComplete",
            "imagePromptDetected",
            "imageGenerationStart",
            "imageGenerationComplete",
            "exchangeComplete");
    JsonArray entries = anna.history(id).getJsonArray("entries");
    String picture = entries.getJsonObject(entries.size() - 1).getString("imageUrl");
    HttpResponse<String> shown =
        anna.ask(new Operation("GET /images/{name}", picture), null, noBody());
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.headers().firstValue("content-type")).contains("image/png");
    assertThat(shown.headers().firstValue("cache-control").orElse("")).contains("immutable");
  }

  @Test
  void aMessageThatComesTwiceIsAnsweredOnce() throws Exception {
    String id = anna.begin();
    JsonObject message = new JsonObject().put("text", "Hello").put("messageId", "m1");
    var events = anna.listen(id, 0);
    String first = anna.post(MESSAGES, id, message).body();
    assertThat(anna.post(MESSAGES, id, message).body()).isEqualTo(first);
    events.get();
    assertThat(anna.history(id).getJsonArray("entries").stream())
        .filteredOn(entry -> ((JsonObject) entry).getString("role").equals("user"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"text\":",
        "{\"text\":\"  \"}",
        "{\"text\":7}",
        "{\"text\":\"a\",\"messageId\":7}",
        "{\"text\":\"a\",\"images\":\"/images/a.png\"}",
        "{\"text\":\"a\",\"images\":[\"http://elsewhere/a.png\"]}",
        "{\"text\":\"a\",\"images\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}"
      })
  void malformedMessagesAreRejected(String body) throws Exception {
    HttpResponse<String> answer = anna.post(MESSAGES, anna.begin(), body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("kind")).isEqualTo("invalidRequest");
  }

  @Test
  void tooLongBodiesAndOtherMediaTypesAreRejected() throws Exception {
    String id = anna.begin();
    assertThat(anna.say(id, "x".repeat(8_001)).statusCode()).isEqualTo(400);
    assertThat(anna.say(id, "x".repeat(70_000)).statusCode()).isEqualTo(413);
    var plain = HttpRequest.BodyPublishers.ofString("{\"text\":\"a\"}");
    assertThat(anna.ask(Operation.of("POST", MESSAGES, id), "text/plain", plain).statusCode())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/conversations/{id}/messages",
    "GET,/api/conversations/{id}/events",
    "GET,/api/conversations/{id}/socket",
    "GET,/api/conversations/{id}/history",
    "POST,/api/conversations/{id}/interrupt",
    "DELETE,/api/conversations/{id}"
  })
  void aConversationIsNotThereForOthers(String method, String template) throws Exception {
    String own = anna.begin();
    var body = HttpRequest.BodyPublishers.ofString("{\"text\":\"a\"}");
    for (String id : List.of(own, "unknown", own.substring(1) + "A")) {
      ChatbotUser other = id.equals(own) ? ben : anna;
      assertThat(
              other.ask(Operation.of(method, template, id), "application/json", body).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void aPictureIsDrawnDirectlyAndChanged() throws Exception {
    String id = anna.begin();
    HttpResponse<String> drawn =
        draw(new JsonObject().put("prompt", "A red fox").put("conversationId", id));
    assertThat(drawn.statusCode()).isEqualTo(201);
    String picture = new JsonObject(drawn.body()).getString("imageUrl");
    JsonObject change = new JsonObject().put("prompt", "A blue fox").put("changing", picture);
    assertThat(draw(change.copy().put("conversationId", id)).statusCode()).isEqualTo(201);
    assertThat(draw(change).statusCode()).isEqualTo(201);
    assertThat(anna.history(id).getJsonArray("entries").stream())
        .extracting(entry -> ((JsonObject) entry).getString("prompt"))
        .containsExactly("A red fox", "Modified: A blue fox");
  }

  @Test
  void invalidImageRequestsAreRejected() throws Exception {
    JsonObject order = new JsonObject().put("prompt", "A fox");
    assertThat(draw(new JsonObject()).statusCode()).isEqualTo(400);
    assertThat(draw(order.copy().put("changing", "file:///etc/passwd")).statusCode())
        .isEqualTo(400);
    String unknown = "/images/image_upload_" + UUID.randomUUID() + "_1.png";
    assertThat(draw(order.copy().put("changing", unknown)).statusCode()).isEqualTo(400);
    assertThat(draw(order.copy().put("changing", "/images/../a")).statusCode()).isEqualTo(404);
    assertThat(draw(order.copy().put("conversationId", ben.begin())).statusCode()).isEqualTo(404);
    chatbotFixture.simulator.script(
        ScriptedResponse.status(429).header("Retry-After", "7").forPath("/generate/image"));
    HttpResponse<String> limited = draw(order);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("7");
    chatbotFixture.simulator.script(ScriptedResponse.status(503).forPath("/generate/image"));
    assertThat(draw(order).statusCode()).isEqualTo(503);
  }

  @Test
  void anUploadIsKeptForWhatItsBytesSay() throws Exception {
    HttpResponse<String> kept = upload(png());
    assertThat(kept.statusCode()).isEqualTo(201);
    JsonObject picture = new JsonObject(kept.body());
    assertThat(picture.getString("mediaType")).isEqualTo("image/png");
    assertThat(picture.getInteger("width")).isEqualTo(40);
    String address = picture.getString("imageUrl");
    String id = anna.begin();
    var events = anna.listen(id, 0);
    anna.post(
        MESSAGES,
        id,
        new JsonObject().put("text", "See this").put("images", new JsonArray().add(address)));
    assertThat(events.get().get(0).getJsonArray("images")).containsExactly(address);
    assertThat(anna.history(id).getJsonArray("entries").getJsonObject(0).getJsonArray("images"))
        .containsExactly(address);
  }

  @Test
  void anUploadThatIsNoPictureOrTooLargeIsRefused() throws Exception {
    byte[] script =
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".getBytes(StandardCharsets.UTF_8);
    assertThat(upload(script).statusCode()).isEqualTo(415);
    assertThat(upload(new byte[0]).statusCode()).isEqualTo(415);
    assertThat(upload(Arrays.copyOf(png(), png().length / 2)).statusCode()).isEqualTo(415);
    assertThat(upload(new byte[ChatbotFixture.PICTURE_BYTES + 1]).statusCode()).isEqualTo(413);
    byte[] large = Arrays.copyOf(png(), ChatbotFixture.PICTURE_BYTES + 1);
    var unannounced =
        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
    assertThat(
            anna.ask(new Operation("POST /api/pictures", "/api/pictures"), "image/png", unannounced)
                .statusCode())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"image_upload_x.png", "..%2Fsecret.png", "image_a.html", "%2e%2e%2fpom.xml"})
  void filesThatAreNoImagesOfTheStoreAreNotServed(String name) throws Exception {
    Operation operation = new Operation("GET /images/{name}", "/images/" + name);
    assertThat(anna.ask(operation, null, noBody()).statusCode()).isEqualTo(404);
  }

  @Test
  void aConversationIsForgottenWithItsPictures() throws Exception {
    String id = anna.begin();
    String picture =
        new JsonObject(
                draw(new JsonObject().put("prompt", "A fox").put("conversationId", id)).body())
            .getString("imageUrl");
    Operation delete = Operation.of("DELETE", "/api/conversations/{id}", id);
    assertThat(anna.ask(delete, null, noBody()).statusCode()).isEqualTo(204);
    assertThat(anna.history(id).getJsonArray("entries")).isEmpty();
    assertThat(anna.ask(new Operation("GET /images/{name}", picture), null, noBody()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void anAnswerIsStopped() throws Exception {
    String id = anna.begin();
    chatbotFixture.simulator.script(
        ScriptedResponse.ruleBased().forPath("/completions").stallAfter(0));
    var events = anna.listen(id, 0);
    anna.say(id, "Hello");
    Operation stop = Operation.of("POST", "/api/conversations/{id}/interrupt", id);
    assertThat(anna.ask(stop, null, noBody()).statusCode()).isEqualTo(204);
    assertThat(events.get())
        .last()
        .matches(event -> event.getString("outcome").equals("interrupted"));
  }

  @Test
  void aSocketIsForWebSockets() throws Exception {
    assertThat(anna.get("/api/conversations/{id}/socket", anna.begin()).statusCode())
        .isEqualTo(426);
  }

  @Test
  void thePageIsServedAndNothingAroundIt() throws Exception {
    for (String path : List.of("/", "/app.js", "/style.css")) {
      assertThat(get(path).statusCode()).isEqualTo(200);
      assertThat(get(path).headers().map()).doesNotContainKey("set-cookie");
    }
    for (String path :
        List.of("/no.js", "/../simple.txt", "/%2e%2e/dev/animus4j/chatbot/Main.class", "/api")) {
      assertThat(get(path).statusCode()).isEqualTo(404);
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(chatbotFixture.backend.url() + path)).build();
    return anna.http.send(request, BodyHandlers.ofString());
  }
}
