package dev.animus4j.chat.provider.gemini;

import static dev.animus4j.chat.provider.gemini.GeminiChatFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class GeminiChatImagesTest {
  private static GeminiChatFixture line;
  private static final ChatRequest STORY = request(Message.user("A story of a quiet forest"));

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    line = new GeminiChatFixture(vertx);
  }

  @BeforeEach
  void reset() {
    line.provider.reset();
  }

  private FileImageStore store() {
    return new FileImageStore(line.vertx, directory);
  }

  private List<Path> files() throws IOException {
    try (var paths = Files.list(directory)) {
      return paths.filter(path -> !path.toString().endsWith(".json")).toList();
    }
  }

  @Test
  void nothingIsSentWhileThePicturesOfTheReplyCannotBeKept() throws Exception {
    Path file = Files.createFile(directory.resolve("pictures"));

    Throwable failure =
        line.chat.withImages(new FileImageStore(line.vertx, file)).stream(STORY)
            .materialize()
            .blockingFirst()
            .getError();

    assertThat(failure)
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("the picture directory cannot be used");
    assertThat(line.provider.requests()).isEmpty();
  }

  @Test
  void picturesBetweenTheWordsAreKeptAndComeWithTheReply() throws Exception {
    List<ChatUpdate> parts =
        line.chat.withImages(store()).stream(STORY.withStreaming(true)).toList().blockingGet();

    ChatResponse response = (ChatResponse) parts.get(1);
    assertThat(parts).hasSize(2).startsWith(ChatUpdate.KeepAlive.ofSilence());
    assertThat(response.content()).isEqualTo("Here is your simulated picture.");
    assertThat(response.reasoning()).isEqualTo("Simulated planning of the picture.");
    assertThat(response.images()).hasSize(1);
    assertThat(files()).containsExactly(Path.of(response.images().get(0).location()));
    assertThat(response.images().get(0).prompt()).isEqualTo("A story of a quiet forest");
    assertThat(line.asked().getJsonObject("generationConfig").getJsonArray("responseModalities"))
        .isEqualTo(new JsonArray().add("TEXT").add("IMAGE"));
  }

  @Test
  void aPictureOfAChatCanBeChangedByTheModelThatDrewIt() {
    ChatResponse response = line.chat.withImages(store()).reply(STORY).blockingGet();
    GeminiImages images =
        GeminiImages.create(
            line.http,
            GeminiImages.endpoint(Credentials.key("k"))
                .withBaseUrl(line.provider.origin() + "/v1beta"),
            store(),
            "gemini-3-flash");

    Image darker = images.refine(response.images().get(0), "darker").blockingGet();

    assertThat(darker.lineage().parent()).isEqualTo(response.images().get(0).location());
    assertThat(line.asked().getJsonArray("contents")).hasSize(3);
  }

  @Test
  void anAnswerOfWordsAloneIsOne() throws Exception {
    line.answers("STOP", GeminiChatFixture.text("Once upon a time"));

    ChatResponse response = line.chat.withImages(store()).reply(STORY).blockingGet();

    assertThat(response.content()).isEqualTo("Once upon a time");
    assertThat(response.images()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void ofAnAnswerThatIsRefusedNothingIsKept() throws Exception {
    JsonObject file = new JsonObject().put("data", "A".repeat(4000));
    line.answers("IMAGE_SAFETY", new JsonObject().put("inlineData", file));

    Throwable failure =
        line.chat.withImages(store()).reply(STORY).materialize().blockingGet().getError();

    assertThat(failure).isInstanceOf(AnimusException.class);
    assertThat(files()).isEmpty();
  }
}
