package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files come from the class path and from the image directory only. */
@VertxTest
class StaticFilesTest {
  private static Path made(Path path, String permissions) throws Exception {
    Files.createDirectories(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void thePageIsNotThatOfTheWorkingDirectory(Vertx vertx) throws Exception {
    Path page = Files.createDirectories(Path.of("page"));
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      Files.writeString(page.resolve("index.html"), "forged");
      Files.writeString(page.resolve("app.js"), "forged");
      Files.writeString(page.resolve("other.js"), "forged");
      Files.writeString(page.resolve(".env"), "forged");
      for (String path : List.of("/", "/index.html", "/app.js")) {
        assertThat(got(chatbotFixture, path)).startsWith("HTTP/1.1 200").doesNotContain("forged");
      }
      for (String path :
          List.of(
              "/other.js",
              "/.env",
              "/page/index.html",
              "/..%2fopenapi.json",
              "/../../pom.xml",
              "/%2e%2e/%2e%2e/pom.xml",
              "/..\\..\\pom.xml",
              "//etc/passwd",
              "/app.js%00.svg",
              "/simplelogger.properties",
              "/dev/animus4j/chatbot/Main.class")) {
        assertThat(got(chatbotFixture, path)).doesNotContain("forged").startsWith("HTTP/1.1 40");
      }
    } finally {
      PrivateDirectory.remove(page);
    }
  }

  private static String got(ChatbotFixture chatbotFixture, String path) throws Exception {
    try (RawClient client = RawClient.to(chatbotFixture)) {
      return client.ask("GET " + path).answer();
    }
  }

  @Test
  void aHeadIsAnsweredWithoutABody(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx);
        RawClient client = RawClient.to(chatbotFixture)) {
      String head = client.ask("HEAD /app.js").head();
      assertThat(head).startsWith("HTTP/1.1 200").contains("text/javascript");
      assertThat(client.ask("GET /health").answer()).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwx-w----", "rwx----w-"})
  void aDirectoryInWhichOthersWriteIsRefused(
      String permissions, @TempDir Path temporary, Vertx vertx) throws Exception {
    Path directory = made(temporary.resolve("pictures"), permissions);
    assertThatThrownBy(
            () -> ChatbotFixture.with(vertx, Map.of("CHATBOT_PICTURES", directory.toString())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("can be written by others")
        .hasMessageNotContaining("\n");
  }

  @Test
  void soIsOneThatOthersCanExchange(@TempDir Path temporary) throws Exception {
    Path open = made(temporary.resolve("open"), "rwxrwxrwx");
    Path directory = made(open.resolve("pictures"), "rwx------");
    assertThatThrownBy(() -> PrivateDirectory.check(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("where others can exchange it");
  }

  @Test
  void soIsWhatIsNoDirectory(@TempDir Path temporary) throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    assertThatThrownBy(() -> PrivateDirectory.check(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void aDirectoryIsMadeForItsOwnerAlone(@TempDir Path temporary) throws Exception {
    Path directory = temporary.resolve("a").resolve("b");
    PrivateDirectory.check(directory);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aTemporaryDirectoryGoesWithTheService(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture =
        ChatbotFixture.with(vertx, Map.of("CHATBOT_PICTURES", ""))) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      anna.upload(ApiTest.png());
      URI image =
          chatbotFixture.backend.dependencies().serverState().images().locationOf("image_a.png");
      Path directory = Path.of(image).getParent();
      assertThat(directory).isNotEmptyDirectory();
      chatbotFixture.backend.close().blockingAwait();
      assertThat(directory).doesNotExist();
      chatbotFixture.start(chatbotFixture.settings);
    }
  }

  @Test
  void aPictureIsNeverAPage(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String address = new JsonObject(anna.upload(ApiTest.png()).body()).getString("imageUrl");
      String name = address.substring("/images/".length());
      var shown = anna.get("/images/{name}", name);
      assertThat(shown.headers().firstValue("content-disposition"))
          .contains("attachment; filename=\"" + name + "\"");
      assertThat(shown.headers().firstValue("x-content-type-options")).contains("nosniff");
    }
  }

  /** The size of an image is unknown if its header comes too late. */
  @Test
  void aPictureOfUnknownSizeIsRefused(Vertx vertx) throws Exception {
    byte[] start = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0};
    byte[] comment = new byte[60_000];
    comment[0] = (byte) 0xff;
    comment[1] = (byte) 0xfe;
    comment[2] = (byte) ((comment.length - 2) >> 8);
    comment[3] = (byte) (comment.length - 2);
    byte[] picture = new byte[400_000];
    System.arraycopy(start, 0, picture, 0, 2);
    for (int at = 2; at + comment.length < picture.length; at += comment.length) {
      System.arraycopy(comment, 0, picture, at, comment.length);
    }
    Map<String, String> settings =
        Map.of(
            "CHATBOT_PICTURE_BYTES",
            "1000000",
            "CHATBOT_PICTURES",
            ChatbotFixture.directory("unsized"));
    try (ChatbotFixture chatbotFixture = ChatbotFixture.with(vertx, settings)) {
      assertThat(new ChatbotUser(chatbotFixture).upload(picture).statusCode()).isEqualTo(415);
      AwaitedCount.of(() -> chatbotFixture.settings.storage().directory().toFile().list().length)
          .toBe(0);
    }
  }

  @Test
  void halvesOfCharactersAndControlsAreTakenOut(Vertx vertx) throws Exception {
    try (ChatbotFixture chatbotFixture = ChatbotFixture.inTurns(vertx)) {
      ChatbotUser anna = new ChatbotUser(chatbotFixture);
      String id = anna.begin();
      var events = anna.listen(id, 0);
      String body = "{\"text\":\"a\\u0000b\\ud83dc\\u001b\\u009bd\\n\\ud83d\\ude00\"}";
      anna.post("/api/conversations/{id}/messages", id, body);
      assertThat(events.get().get(0).getString("content")).isEqualTo("ab\uFFFDcd\n\ud83d\ude00");
    }
  }
}
