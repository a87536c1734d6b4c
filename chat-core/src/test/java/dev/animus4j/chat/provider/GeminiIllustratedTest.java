package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.GeminiLine.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.GeminiImages;
import dev.animus4j.image.provider.GeminiOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeminiIllustratedTest {
  private static final GeminiLine LINE = new GeminiLine();
  private static final ChatRequest STORY = request(Message.user("A story of a quiet forest"));

  @TempDir Path directory;

  @BeforeEach
  void reset() {
    LINE.provider.reset();
  }

  @AfterAll
  static void close() {
    LINE.close();
  }

  private FileImageStore store() {
    return new FileImageStore(LINE.vertx, directory);
  }

  private List<Path> files() throws IOException {
    try (var paths = Files.list(directory)) {
      return paths.toList();
    }
  }

  @Test
  void picturesBetweenTheWordsAreKeptAndComeWithTheReply() throws Exception {
    List<ChatPart> parts =
        LINE.chat.drawingInto(store()).stream(STORY.streaming(true)).toList().blockingGet();

    ChatReply reply = (ChatReply) parts.get(0);
    assertThat(parts).hasSize(1);
    assertThat(reply.content()).isEqualTo("Here is your simulated picture.");
    assertThat(reply.reasoning()).isEqualTo("Simulated planning of the picture.");
    assertThat(reply.pictures()).hasSize(1);
    assertThat(files()).containsExactly(Path.of(reply.pictures().get(0).location()));
    assertThat(reply.pictures().get(0).prompt()).isEqualTo("A story of a quiet forest");
    assertThat(LINE.asked().getJsonObject("generationConfig").getJsonArray("responseModalities"))
        .isEqualTo(new JsonArray().add("TEXT").add("IMAGE"));
  }

  @Test
  void aPictureOfAChatCanBeChangedByTheModelThatDrewIt() {
    ChatReply reply = LINE.chat.drawingInto(store()).reply(STORY).blockingGet();
    GeminiImages images =
        new GeminiImages(
            LINE.http,
            GeminiImages.endpoint(Credentials.key("k"))
                .withBaseUrl(LINE.provider.origin() + "/v1beta"),
            store(),
            GeminiOptions.of("gemini-3-flash"));

    Image darker = images.refine(reply.pictures().get(0), "darker").blockingGet();

    assertThat(darker.lineage().parent()).isEqualTo(reply.pictures().get(0).location());
    assertThat(LINE.asked().getJsonArray("contents")).hasSize(3);
  }

  @Test
  void anAnswerOfWordsAloneIsOne() throws Exception {
    LINE.answers("STOP", GeminiLine.text("Once upon a time"));

    ChatReply reply = LINE.chat.drawingInto(store()).reply(STORY).blockingGet();

    assertThat(reply.content()).isEqualTo("Once upon a time");
    assertThat(reply.pictures()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void ofAnAnswerThatIsRefusedNothingIsKept() throws Exception {
    JsonObject file = new JsonObject().put("data", "A".repeat(4000));
    LINE.answers("IMAGE_SAFETY", new JsonObject().put("inlineData", file));

    Throwable failure =
        LINE.chat.drawingInto(store()).reply(STORY).materialize().blockingGet().getError();

    assertThat(failure).isInstanceOf(AnimusException.class);
    assertThat(files()).isEmpty();
  }
}
