package dev.animus4j.chatbot;

import static dev.animus4j.chatbot.ChatbotUser.imageOf;
import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chatbot.ChatbotUser.Operation;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations outlive the process, however it ends; and what is deleted does not. */
@VertxTest
class RestartTest {
  private final Path directory = Path.of(ChatbotFixture.directory("restarted"));
  private final Simulator simulator;
  private ChatbotProcess chatbot;
  private ChatbotUser anna;

  RestartTest(Vertx vertx) {
    simulator = Simulator.start(vertx, 0).await();
  }

  @BeforeEach
  void begin() throws Exception {
    chatbot = ChatbotProcess.start(settings());
    anna = new ChatbotUser(chatbot.url());
  }

  @AfterEach
  void stop() throws Exception {
    chatbot.kill();
    simulator.close().await();
  }

  private Map<String, String> settings() {
    return Map.of(
        "CHATBOT_PORT",
        "0",
        "CHATBOT_DATA",
        directory.toString(),
        "ANIMUS_API_KEY",
        "any",
        "ANIMUS_BASE_URL",
        simulator.origin() + "/v3");
  }

  private void startAgain() throws Exception {
    chatbot = ChatbotProcess.start(settings());
    anna.url = chatbot.url();
  }

  /** The id of the exchange of a message with an id. */
  private String say(String id, String messageId, String text) throws Exception {
    JsonObject message = new JsonObject().put("text", text).put("messageId", messageId);
    var answer = anna.post("/api/conversations/{id}/messages", id, message);
    assertThat(answer.statusCode()).isEqualTo(202);
    return new JsonObject(answer.body()).getString("exchangeId");
  }

  private static JsonObject last(List<JsonObject> events) {
    return events.get(events.size() - 1);
  }

  @Test
  void aProcessThatIsKilledLosesNothingAndAnswersNothingTwice() throws Exception {
    String id = anna.begin();
    var events = anna.listen(id, 0);
    String first = say(id, "m1", "Show me a lighthouse");
    List<JsonObject> before = events.get(20, TimeUnit.SECONDS);
    simulator.script(ScriptedResponse.ruleBased().forPath("/completions").stallAfter(0));
    String second = say(id, "m2", "What is your name?");
    simulator.whenOpenRequests(1).await(20, TimeUnit.SECONDS);
    chatbot.kill();
    startAgain();

    List<JsonObject> after =
        anna.listen(id, last(before).getLong("sequence")).get(20, TimeUnit.SECONDS);
    assertThat(after.get(0).getLong("sequence")).isEqualTo(last(before).getLong("sequence") + 1);
    assertThat(after).allMatch(event -> event.getString("exchangeId").equals(second));
    assertThat(last(after).getString("outcome")).isEqualTo("interrupted");
    JsonObject history = anna.history(id);
    assertThat(history.toString())
        .contains("Show me a lighthouse", imageOf(before), "What is your name?");
    assertThat(history.getBoolean("ongoing")).isFalse();
    assertThat(anna.imageStatus(imageOf(before))).isEqualTo(200);

    int asked = simulator.requests().size();
    assertThat(say(id, "m1", "Show me a lighthouse")).isEqualTo(first);
    var answer = anna.listen(id, last(after).getLong("sequence"));
    String again = say(id, "m2", "What is your name?");
    assertThat(last(answer.get(20, TimeUnit.SECONDS)).getString("outcome")).isEqualTo("completed");
    assertThat(again).isNotEqualTo(second);
    assertThat(simulator.requests()).hasSizeLessThanOrEqualTo(asked + 2);
    assertThat(anna.history(id).toString()).containsOnlyOnce("Show me a lighthouse");
  }

  @Test
  void whoLogsOutLeavesNeitherRowsNorFilesAlsoOfAnEarlierProcess() throws Exception {
    String id = anna.begin();
    var events = anna.listen(id, 0);
    say(id, "m1", "Show me a lighthouse");
    String image = imageOf(events.get(20, TimeUnit.SECONDS));
    String upload = new JsonObject(anna.upload(ApiTest.png()).body()).getString("imageUrl");
    chatbot.kill();
    startAgain();
    assertThat(anna.imageStatus(image)).isEqualTo(200);
    assertThat(anna.imageStatus(upload)).isEqualTo(200);
    ChatbotUser copy = anna.copy(chatbot.url());
    assertThat(anna.ask(Operation.of("DELETE", "/api/session", ""), null, noBody()).statusCode())
        .isEqualTo(204);
    assertThat(anna.imageStatus(image)).isEqualTo(404);
    chatbot.stop();
    assertThat(directory.resolve("images")).isEmptyDirectory();
    assertThat(rows("conversations.db", "animus_epoch", "animus_schema")).isEmpty();
    assertThat(rows("sessions.db", "ended")).isEmpty();
    startAgain();
    copy.url = chatbot.url();
    assertThat(copy.get("/api/conversations/{id}/history", id).statusCode()).isEqualTo(404);
  }

  /** The tables that have rows, but for these. */
  private List<String> rows(String file, String... others) throws SQLException {
    List<String> filled = new ArrayList<>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(file));
        Statement statement = db.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet found =
          statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      tables.removeAll(List.of(others));
      for (String table : tables) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          if (row.next()) {
            filled.add(table);
          }
        }
      }
    }
    return filled;
  }

  @Test
  void theDirectoryIsForOneProcessAndItsOwner() throws Exception {
    assertThat(ChatbotProcess.failToStart(settings()))
        .startsWith("1: The chatbot cannot start: ")
        .contains("another process", directory.toString())
        .matches("[^\\n]*\\n");
    assertThat(anna.begin()).isNotEmpty();
    assertThat(permissions(directory)).isEqualTo("rwx------");
    for (String file : List.of("secret", "conversations.db")) {
      assertThat(permissions(directory.resolve(file))).as(file).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
