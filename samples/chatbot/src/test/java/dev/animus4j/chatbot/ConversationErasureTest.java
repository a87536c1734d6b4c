package dev.animus4j.chatbot;

import static dev.animus4j.rules.Eventually.eventually;
import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chatbot.ChatbotUser.Operation;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deleted conversations leave nothing behind, and nothing else is deleted. */
@VertxTest
class ConversationErasureTest {
  private static final String MESSAGES = "/api/conversations/{id}/messages";
  private final String directory = ChatbotFixture.directory("erased");
  private final ChatbotFixture chatbotFixture;
  private final ChatbotUser anna;
  private final ChatbotUser ben;

  ConversationErasureTest(Vertx vertx) {
    chatbotFixture = ChatbotFixture.with(vertx, Map.of("CHATBOT_PICTURES", directory));
    anna = new ChatbotUser(chatbotFixture);
    ben = new ChatbotUser(chatbotFixture);
  }

  @AfterEach
  void stop() {
    chatbotFixture.close();
  }

  private static int delete(ChatbotUser chatbotUser, String id) throws Exception {
    Operation operation = Operation.of("DELETE", "/api/conversations/{id}", id);
    return chatbotUser.ask(operation, null, noBody()).statusCode();
  }

  private void talk(ChatbotUser chatbotUser, String id, String text) throws Exception {
    var events =
        chatbotUser.listen(
            id,
            chatbotFixture.backend.dependencies().client().events().lastSequence(id).blockingGet());
    assertThat(chatbotUser.say(id, text).statusCode()).isEqualTo(202);
    events.get(20, TimeUnit.SECONDS);
  }

  private static JsonObject drawn(ChatbotUser chatbotUser, String id, String prompt)
      throws Exception {
    JsonObject order = new JsonObject().put("prompt", prompt).put("conversationId", id);
    return new JsonObject(chatbotUser.post("/api/images", "", order).body());
  }

  private List<Path> files() {
    File[] files = new File(directory).listFiles();
    return Stream.of(files == null ? new File[0] : files).map(File::toPath).toList();
  }

  /** Neither the history nor the events, also those that follow, contain any of these words. */
  private void isForgotten(String id, String... words) throws Exception {
    assertThat(anna.history(id).getJsonArray("entries")).isEmpty();
    assertThat(anna.history(id).getBoolean("ongoing")).isFalse();
    ChatEvents events = chatbotFixture.backend.dependencies().client().events();
    assertThat(events.recentEvents(id).blockingGet()).isEmpty();
    var stream = anna.listen(id, 0);
    assertThat(anna.say(id, "Hello").statusCode()).isEqualTo(202);
    assertThat(stream.get(20, TimeUnit.SECONDS).toString()).contains("Hello").doesNotContain(words);
    assertThat(anna.history(id).toString()).contains("Hello").doesNotContain(words);
  }

  @Test
  void nothingOfAConversationIsLeft() throws Exception {
    String id = anna.begin();
    talk(anna, id, "Show me a lighthouse");
    talk(anna, id, "My secret is 4711");
    drawn(anna, id, "A red fox");
    assertThat(files()).as("two images, and what is known of them").hasSize(4);
    assertThat(delete(anna, id)).isEqualTo(204);
    assertThat(files()).isEmpty();
    isForgotten(id, "lighthouse", "4711", "fox");
    talk(anna, id, "Hello again");
    assertThat(anna.history(id).getJsonArray("entries")).isNotEmpty();
  }

  /** An image of another conversation, or of another user, may be attached anywhere. */
  @Test
  void imagesOnlyAttachedElsewhereAreNotDeleted() throws Exception {
    String others = ben.begin();
    String ofBen = drawn(ben, others, "A red fox").getString("imageUrl");
    String kept = anna.begin();
    String ofAnna = drawn(anna, kept, "A blue fox").getString("imageUrl");
    String upload = new JsonObject(anna.upload(ApiTest.png()).body()).getString("imageUrl");
    String id = anna.begin();
    var events = anna.listen(id, 0);
    JsonArray images = new JsonArray(List.of(ofBen, ofAnna, upload));
    anna.post(MESSAGES, id, new JsonObject().put("text", "See").put("images", images));
    events.get(20, TimeUnit.SECONDS);
    assertThat(delete(anna, id)).isEqualTo(204);
    for (String picture : List.of(ofBen, ofAnna, upload)) {
      assertThat(ben.imageStatus(picture)).isEqualTo(200);
    }
    assertThat(delete(anna, kept)).isEqualTo(204);
    assertThat(anna.imageStatus(ofAnna)).isEqualTo(404);
    assertThat(ben.imageStatus(ofBen)).isEqualTo(200);
  }

  @Test
  void aReplyInProgressIsErasedToo() throws Exception {
    String id = anna.begin();
    chatbotFixture.simulator.script(
        ScriptedResponse.ruleBased().forPath("/completions").stallAfter(0));
    anna.say(id, "My secret is 4711");
    chatbotFixture.simulator.whenOpenRequests(1).await(20, TimeUnit.SECONDS);
    assertThat(delete(anna, id)).isEqualTo(204);
    isForgotten(id, "4711");
    chatbotFixture.simulator.whenOpenRequests(0).await(20, TimeUnit.SECONDS);
  }

  @Test
  void aPictureThatIsBeingDrawnIsForgottenToo() throws Exception {
    String id = anna.begin();
    CompletableSubject gate = CompletableSubject.create();
    chatbotFixture.drawing = gate;
    anna.say(id, "Show me a lighthouse");
    AwaitedCount.of(() -> gate.hasObservers() ? 1 : 0).toBe(1);
    var deleted = chatbotFixture.backend.dependencies().erasure().erase(id).test();
    gate.onComplete();
    deleted.await(20, TimeUnit.SECONDS);
    deleted.assertComplete();
    eventually(() -> files().isEmpty()); // what was being written goes when that has ended
    isForgotten(id, "lighthouse");
  }

  /** A chatbot in which a session can run one request at a time. */
  private static ChatbotFixture narrow(Vertx vertx) {
    Map<String, String> settings =
        Map.of(
            "CHATBOT_BYTES_IN_FLIGHT",
            "40000",
            "CHATBOT_PICTURES",
            ChatbotFixture.directory("one at a time"));
    return ChatbotFixture.with(vertx, settings);
  }

  private static CompletableFuture<HttpResponse<String>> later(Callable<HttpResponse<String>> ask) {
    CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                answer.complete(ask.call());
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            })
        .start();
    return answer;
  }

  /** Requests that wait when their conversation, or all, is deleted never start. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitingRequestsAreErasedToo(boolean logsOut, Vertx vertx) throws Exception {
    try (ChatbotFixture narrow = narrow(vertx)) {
      ChatbotUser carla = new ChatbotUser(narrow);
      String id = carla.begin();
      CompletableSubject gate = CompletableSubject.create();
      narrow.drawing = gate;
      var first = later(() -> carla.post("/api/images", "", new JsonObject().put("prompt", "A")));
      AwaitedCount.of(() -> gate.hasObservers() ? 1 : 0).toBe(1);
      var said = later(() -> carla.say(id, "My secret is 4711"));
      JsonObject order = new JsonObject().put("prompt", "4712").put("conversationId", id);
      var drawn = later(() -> carla.post("/api/images", "", order));
      ActiveTasks activeTasks = narrow.backend.dependencies().serverState().tasks();
      AwaitedCount.of(() -> activeTasks.count(id)).toBe(2);
      String path = logsOut ? "/api/session" : "/api/conversations/{id}";
      CompletableFuture<?> deleted =
          later(() -> carla.ask(Operation.of("DELETE", path, id), null, noBody()));
      AwaitedCount.of(() -> activeTasks.count(id)).toBe(0);
      gate.onComplete();
      deleted.get(20, TimeUnit.SECONDS);
      first.get(20, TimeUnit.SECONDS);
      assertThat(said.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
      assertThat(drawn.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
      AnimusClient client = narrow.backend.dependencies().client();
      assertThat(client.events().recentEvents(id).blockingGet()).isEmpty();
      assertThat(client.chat(id).history().get().blockingGet()).isEmpty();
      AwaitedCount.of(() -> narrow.backend.dependencies().serverState().images().count())
          .toBe(logsOut ? 0 : 1);
    }
  }

  @Test
  void anUploadThatEndsAfterItsSessionIsForgotten() throws Exception {
    anna.begin();
    byte[] png = ApiTest.png();
    String[] headers = {"Cookie: " + anna.cookie(), "Content-Length: " + png.length};
    try (RawClient client = RawClient.to(chatbotFixture)) {
      client.ask("POST /api/pictures", headers).send(Arrays.copyOf(png, 20));
      AwaitedCount.of(() -> files().size()).toBe(1);
      assertThat(anna.ask(Operation.of("DELETE", "/api/session", ""), null, noBody()).statusCode())
          .isEqualTo(204);
      client.send(Arrays.copyOfRange(png, 20, png.length));
      assertThat(client.answer()).startsWith("HTTP/1.1 503");
      AwaitedCount.of(() -> files().size()).toBe(0);
    }
  }

  /** Deletion does not wait for a picture, and what is said later stays. */
  @Test
  void aPictureThatIsStillDrawnIsForgottenAndNothingAfterIt() throws Exception {
    String id = anna.begin();
    CompletableSubject gate = CompletableSubject.create();
    chatbotFixture.drawing = gate;
    anna.say(id, "Show me a lighthouse");
    AwaitedCount.of(() -> gate.hasObservers() ? 1 : 0).toBe(1);
    assertThat(delete(anna, id)).isEqualTo(204);
    isForgotten(id, "lighthouse");
    AwaitedCount.of(() -> gate.hasObservers() ? 1 : 0).toBe(0);
    gate.onComplete();
    talk(anna, id, "Hello");
    assertThat(files()).isEmpty();
    assertThat(anna.history(id).getJsonArray("entries").toString())
        .doesNotContain("lighthouse")
        .contains("Hello");
  }

  @Test
  void listenersGetAResetEvent() throws Exception {
    String id = anna.begin();
    talk(anna, id, "Hello");
    long latest =
        chatbotFixture.backend.dependencies().client().events().lastSequence(id).blockingGet();
    try (var body = anna.open(id, Map.of("Last-Event-ID", "" + latest)).body()) {
      delete(anna, id);
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("event: reset\ndata: {}\n\n");
    }
  }

  @Test
  void anUploadIsRemovedByWhoBroughtIt() throws Exception {
    String upload = new JsonObject(anna.upload(ApiTest.png()).body()).getString("imageUrl");
    String ofAnna = drawn(anna, anna.begin(), "A fox").getString("imageUrl");
    assertThat(removed(ben, upload)).isEqualTo(404);
    assertThat(removed(anna, ofAnna)).isEqualTo(404);
    assertThat(ben.imageStatus(upload)).isEqualTo(200);
    assertThat(removed(anna, upload)).isEqualTo(204);
    assertThat(ben.imageStatus(upload)).isEqualTo(404);
  }

  private static int removed(ChatbotUser chatbotUser, String address) throws Exception {
    String name = address.substring("/images/".length());
    return chatbotUser
        .ask(Operation.of("DELETE", "/api/pictures/{name}", name), null, noBody())
        .statusCode();
  }

  /** The oldest conversations of a session are evicted, with their images. */
  @Test
  void conversationsAreBoundedByWhatTheyWeigh(Vertx vertx) throws Exception {
    try (ChatbotFixture small =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_HISTORY_BYTES", "640000"))) {
      ChatbotUser carla = new ChatbotUser(small);
      ChatbotUser dora = new ChatbotUser(small);
      String others = dora.begin();
      dora.say(others, "Hello");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = carla.begin();
        var events = carla.listen(id, 0);
        carla.say(id, "x".repeat(7_000));
        events.get(20, TimeUnit.SECONDS);
        ids.add(id);
      }
      assertThat(small.backend.dependencies().serverState().usage().bytes()).isLessThan(80_000);
      AwaitedCount.of(() -> entries(carla, ids.get(0))).toBe(0);
      assertThat(entries(carla, ids.get(7))).isPositive();
      assertThat(entries(dora, others)).isPositive();
    }
  }

  private static int entries(ChatbotUser chatbotUser, String id) {
    try {
      return chatbotUser.history(id).getJsonArray("entries").size();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aConversationIsBoundedByWhatItWeighs(Vertx vertx) throws Exception {
    try (ChatbotFixture small =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_HISTORY_BYTES", "1600000"))) {
      ChatbotUser carla = new ChatbotUser(small);
      String id = carla.begin();
      for (int i = 0; i < 8; i++) {
        var events =
            carla.listen(
                id, small.backend.dependencies().client().events().lastSequence(id).blockingGet());
        carla.say(id, i + "x".repeat(6_000));
        events.get(20, TimeUnit.SECONDS);
      }
      String history = carla.history(id).toString();
      assertThat(history).contains("7x").doesNotContain("0x");
      assertThat(history.length()).isLessThan(50_000);
    }
  }
}
