package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Make it more vibrant", as providers of pictures hear it. */
@VertxTest
class ImageRefinementOverHttpTest {
  private static final Credentials KEY = Credentials.key("any");

  @TempDir Path pictures;

  private final HistoryStore history = HistoryStore.inMemory();
  private Vertx vertx;
  private Simulator simulator;
  private Http http;

  @BeforeEach
  void open(Vertx vertx) {
    this.vertx = vertx;
    simulator = Simulator.start(vertx, 0).await();
    http = Http.create(vertx);
  }

  /** A model that changes the picture whenever it is asked to make something of it. */
  private AnimusClient talking(ImageModel images) {
    ChatModel model = request -> Single.just(ChatResponse.of(answer(request)));
    return AnimusClient.builder(vertx)
        .chatModel(model.withImageDetection(ImagePromptDetection.MARKUP))
        .imageModel(images)
        .history(history)
        .options(ChatOptions.of("any", "Be kind.").withImages())
        .build();
  }

  private static String answer(ChatRequest request) {
    Message asked = request.messages().get(request.messages().size() - 1);
    return asked.content().startsWith("Make")
        ? "Sure! <image_prompt changes=\"previous\">A sunset over the ocean, more vibrant"
            + "</image_prompt>"
        : "Look! <image_prompt>A sunset over the ocean</image_prompt>";
  }

  private static List<String> send(AnimusClient client, String text) {
    return EventTrace.of(
        client.chat().send(text).toList().timeout(30, TimeUnit.SECONDS).blockingGet());
  }

  /** In a client that knows of what was before by the history alone. */
  private List<String> said(ImageModel images, String text) {
    return send(talking(images), text);
  }

  private FileImageStore store() {
    return new FileImageStore(vertx, pictures);
  }

  private OpenAiImages openAi() {
    Endpoint endpoint = OpenAiImages.endpoint(simulator.origin() + "/v1", KEY);
    return OpenAiImages.create(http, endpoint, store(), "gpt-image-1");
  }

  private GeminiImages gemini() {
    Endpoint endpoint = GeminiImages.endpoint(KEY).withBaseUrl(simulator.origin() + "/v1beta");
    return GeminiImages.create(http, endpoint, store(), "gemini-2.5-flash-image");
  }

  private ReceivedRequest last() {
    List<ReceivedRequest> all = simulator.requests();
    return all.get(all.size() - 1);
  }

  private JsonArray contents() {
    return new JsonObject(last().body()).getJsonArray("contents");
  }

  @Test
  void openAiIsSentThePictureAsAnEdit() {
    said(openAi(), "Show me a sunset");
    assertThat(last().path()).endsWith("/images/generations");
    assertThat(said(openAi(), "Make it more vibrant"))
        .contains("end COMPLETED messages 1 images 1")
        .noneMatch(line -> line.contains("attempt"));
    assertThat(last().path()).endsWith("/images/edits");
    assertThat(last().header("content-type")).startsWith("multipart/form-data");
    assertThat(last().body()).contains("PNG\r\n", "A sunset over the ocean, more vibrant");
    assertThat(history.recentEntries("default", 9).blockingGet())
        .extracting(entry -> entry.message().content())
        .endsWith("<image description=\"Modified: A sunset over the ocean, more vibrant\"/>");
  }

  @Test
  void geminiIsSentTheTurnsBeforeWithTheirSignatures() {
    GeminiImages gemini = gemini();
    AnimusClient client = talking(gemini);
    send(client, "Show me a sunset");
    send(client, "Make it more vibrant");
    assertThat(contents()).hasSize(3);
    assertThat(contents().getJsonObject(1).encode())
        .contains("\"role\":\"model\"", "thoughtSignature", "inlineData");
    assertThat(contents().getJsonObject(2).encode()).contains("more vibrant");
  }

  @Test
  void geminiIsSentThePictureWhenItsTurnsAreForgotten() {
    said(gemini(), "Show me a sunset");
    assertThat(said(gemini(), "Make it more vibrant"))
        .contains("end COMPLETED messages 1 images 1")
        .noneMatch(line -> line.contains("attempt"));
    assertThat(contents()).hasSize(1);
    assertThat(last().body()).contains("inlineData").doesNotContain("thoughtSignature");
  }

  @Test
  void animusIsSentWhereItPublishedThePicture() {
    AnimusImages animus =
        AnimusImages.create(
            http,
            Endpoint.of("Animus", simulator.origin() + "/v3", KEY, Timeouts.images()),
            store());
    said(animus, "Show me a sunset");
    said(animus, "Make it more vibrant");
    assertThat(simulator.requests())
        .filteredOn(request -> request.path().endsWith("/generate/image"))
        .last()
        .satisfies(
            request ->
                assertThat(new JsonObject(request.body()).getString("input_image"))
                    .startsWith(simulator.origin()));
  }
}
