package dev.animus4j.chatbot;

import static dev.animus4j.chatbot.ChatbotUser.imageOf;
import static dev.animus4j.rules.Eventually.eventually;
import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chatbot.ChatbotUser.Operation;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Chatbots on one database, as behind a load balancer: any of them serves any user. */
@Tag("long")
@VertxTest
class NodesTest {
  private static final int PER_MINUTE = 100;
  private static EmbeddedPostgres server;

  private final String database = "bots_" + UUID.randomUUID().toString().replace('-', '_');
  private final Simulator simulator;
  private ChatbotProcess one;
  private ChatbotProcess other;
  private ChatbotUser anna;

  NodesTest(Vertx vertx) {
    simulator = Simulator.start(vertx, 0).await();
  }

  @BeforeAll
  static void startServer() throws Exception {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @BeforeEach
  void begin() throws Exception {
    try (Connection db = server.getPostgresDatabase().getConnection();
        Statement statement = db.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    }
    one = ChatbotProcess.start(settings());
    other = ChatbotProcess.start(settings());
    anna = new ChatbotUser(one.url());
  }

  @AfterEach
  void stop() throws Exception {
    one.kill();
    other.kill();
    simulator.close().await();
  }

  private Map<String, String> settings() {
    return Map.of(
        "CHATBOT_PORT",
        "0",
        "CHATBOT_REQUESTS_PER_MINUTE",
        "" + PER_MINUTE,
        "CHATBOT_DATABASE",
        "postgresql://postgres@127.0.0.1:" + server.getPort() + "/" + database,
        "CHATBOT_DATA",
        ChatbotFixture.directory("unused"),
        "CHATBOT_CLUSTER",
        "127.0.0.1",
        "ANIMUS_API_KEY",
        "any",
        "ANIMUS_VISION_MODEL",
        "any",
        "ANIMUS_BASE_URL",
        simulator.origin() + "/v3");
  }

  private ChatbotUser at(ChatbotProcess node) {
    anna.url = node.url();
    return anna;
  }

  private static String outcome(List<JsonObject> events) {
    return events.get(events.size() - 1).getString("outcome");
  }

  @Test
  void anyNodeServesAnyUser() throws Exception {
    String id = at(one).begin();
    var there = at(other).listen(id, 0);
    assertThat(at(one).say(id, "Show me a lighthouse").statusCode()).isEqualTo(202);
    List<JsonObject> events = there.get(30, TimeUnit.SECONDS);
    assertThat(outcome(events)).isEqualTo("completed");
    long last = events.get(events.size() - 1).getLong("sequence");
    String upload = new JsonObject(at(one).upload(ApiTest.png()).body()).getString("imageUrl");

    assertThat(rows("animus_file")).isEqualTo(2);
    for (ChatbotProcess node : List.of(one, other)) {
      at(node);
      assertThat(anna.imageStatus(imageOf(events))).isEqualTo(200);
      assertThat(anna.imageStatus(upload)).isEqualTo(200);
      assertThat(anna.history(id).toString()).contains("Show me a lighthouse", imageOf(events));
    }
    var here = at(one).listen(id, last);
    JsonObject message =
        new JsonObject().put("text", "What is this?").put("images", List.of(upload));
    HttpResponse<String> sent = at(other).post("/api/conversations/{id}/messages", id, message);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
    assertThat(outcome(here.get(30, TimeUnit.SECONDS))).isEqualTo("completed");
  }

  @Test
  void whatANodeThatIsKilledWasSayingEndsAtTheOther() throws Exception {
    String id = at(one).begin();
    simulator.script(ScriptedResponse.ruleBased().forPath("/completions").stallAfter(0));
    assertThat(at(one).say(id, "What is your name?").statusCode()).isEqualTo(202);
    simulator.whenOpenRequests(1).await(20, TimeUnit.SECONDS);
    var there = at(other).listen(id, 0);
    one.kill();
    List<JsonObject> cut = there.get(40, TimeUnit.SECONDS);
    assertThat(outcome(cut)).isEqualTo("interrupted");

    var next = at(other).listen(id, cut.get(cut.size() - 1).getLong("sequence"));
    assertThat(at(other).say(id, "And now?").statusCode()).isEqualTo(202);
    assertThat(outcome(next.get(20, TimeUnit.SECONDS))).isEqualTo("completed");
    assertThat(anna.history(id).getJsonArray("entries").stream().map(JsonObject.class::cast))
        .filteredOn(entry -> entry.getString("role").equals("user"))
        .extracting(entry -> entry.getString("text"))
        .containsExactly("What is your name?", "And now?");
  }

  @Test
  void aNodeThatDrainsSaysSoAndStillAnswers() throws Exception {
    String id = at(one).begin();
    var first = at(other).listen(id, 0);
    assertThat(at(one).say(id, "Hello").statusCode()).isEqualTo(202);
    List<JsonObject> events = first.get(30, TimeUnit.SECONDS);
    assertThat(at(one).get("/health", "").statusCode()).isEqualTo(200);

    one.close();
    eventually(() -> at(one).get("/health", "").statusCode() == 503);
    var next = at(other).listen(id, events.get(events.size() - 1).getLong("sequence"));
    assertThat(at(one).say(id, "Are you going?").statusCode()).isEqualTo(202);
    assertThat(outcome(next.get(30, TimeUnit.SECONDS))).isEqualTo("completed");

    one.stop();
    assertThat(at(other).say(id, "Still there?").statusCode()).isEqualTo(202);
    assertThat(anna.history(id).toString()).contains("Are you going?");
  }

  @Test
  void whoLogsOutAtOneNodeIsLoggedOutAtAll() throws Exception {
    String id = at(one).begin();
    var there = at(other).listen(id, 0);
    at(other).say(id, "Show me a lighthouse");
    String image = imageOf(there.get(30, TimeUnit.SECONDS));
    String upload = new JsonObject(at(other).upload(ApiTest.png()).body()).getString("imageUrl");
    ChatbotUser copy = anna.copy(other.url());

    HttpResponse<String> out =
        at(one).ask(Operation.of("DELETE", "/api/session", ""), null, noBody());

    assertThat(out.statusCode()).isEqualTo(204);
    eventually(() -> copy.get("/api/conversations/{id}/history", id).statusCode() == 404);
    at(other);
    assertThat(anna.imageStatus(image)).isEqualTo(404);
    assertThat(anna.imageStatus(upload)).isEqualTo(404);
    assertThat(rows("chatbot_conversation")).isZero();
    assertThat(rows("animus_conversation")).isZero();
    assertThat(rows("animus_file")).isZero();
  }

  @Test
  void aLimitIsOfAllNodesTogether() throws Exception {
    at(one).begin();
    int accepted = 0;
    for (int i = 0; i < PER_MINUTE; i++) {
      accepted += at(i % 2 == 0 ? one : other).upload(ApiTest.png()).statusCode() == 201 ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(PER_MINUTE);
    HttpResponse<String> refused = at(one).upload(ApiTest.png());
    while (refused.statusCode() == 201) {
      accepted++;
      refused = at(accepted % 2 == 0 ? one : other).upload(ApiTest.png());
    }
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
    assertThat(accepted).isLessThan(2 * PER_MINUTE);
  }

  private int rows(String table) throws Exception {
    try (Connection db = server.getDatabase("postgres", database).getConnection();
        Statement statement = db.createStatement();
        ResultSet counted = statement.executeQuery("SELECT count(*) FROM " + table)) {
      counted.next();
      return counted.getInt(1);
    }
  }
}
