package dev.animus4j.image.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A simulated Gemini, and a model that talks to it over real connections. */
final class GeminiFixture {
  static final String MODEL = "gemini-3-pro-image";
  static final ImageRequest FOX = ImageRequest.of("a red fox in a forest");

  final Vertx vertx;
  final Simulator provider;
  final Http http;
  private Path pictures = Path.of("unset");

  /** All of it is closed with the Vert.x. */
  GeminiFixture(Vertx vertx) {
    this.vertx = vertx;
    provider = Simulator.start(vertx, 0).await();
    http = Http.create(vertx);
  }

  void open(Path directory) {
    pictures = directory;
    provider.reset();
  }

  GeminiImages model() {
    return model(GeminiImageOptions.defaults());
  }

  GeminiImages model(GeminiImageOptions options) {
    return model(options, Credentials.key("secret-key"));
  }

  GeminiImages model(GeminiImageOptions options, Credentials key) {
    Endpoint simulated = GeminiImages.endpoint(key).withBaseUrl(provider.origin() + "/v1beta");
    return GeminiImages.create(http, simulated, store(), MODEL).withOptions(options);
  }

  FileImageStore store() {
    return new FileImageStore(vertx, pictures);
  }

  /** The provider's next answer. */
  void answers(JsonObject body) {
    provider.script(ScriptedResponse.status(200).body(body.encode()));
  }

  AnimusException failure(ImageRequest request) {
    Throwable failure = model().generate(request).materialize().blockingGet().getError();
    assertThat(failure).isInstanceOf(AnimusException.class);
    return (AnimusException) failure;
  }

  Image draw(ImageRequest request) {
    return model().generate(request).blockingGet();
  }

  /** The body of a request, the last one being 0. */
  JsonObject asked(int before) {
    var requests = provider.requests();
    return new JsonObject(requests.get(requests.size() - 1 - before).body());
  }

  static JsonArray parts(JsonObject asked, int content) {
    return asked.getJsonArray("contents").getJsonObject(content).getJsonArray("parts");
  }

  static String base64(Buffer bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes());
  }

  static JsonObject picture(Buffer bytes) {
    return new JsonObject()
        .put(
            "inlineData", new JsonObject().put("mimeType", "image/png").put("data", base64(bytes)));
  }

  static JsonObject text(String text) {
    return new JsonObject().put("text", text);
  }

  /** An answer of these parts, that ended well. */
  static JsonObject answer(JsonObject... parts) {
    return ended("STOP", parts).put("responseId", "r1").put("modelVersion", "gemini-3.1-image");
  }

  static JsonObject ended(String reason, JsonObject... parts) {
    JsonObject candidate = new JsonObject().put("finishReason", reason);
    if (parts.length > 0) {
      JsonArray list = new JsonArray(List.of((Object[]) parts));
      candidate.put("content", new JsonObject().put("role", "model").put("parts", list));
    }
    return new JsonObject().put("candidates", new JsonArray().add(candidate));
  }

  /** The images in the directory, without their descriptions. */
  List<Path> files() throws IOException {
    return allFiles().stream().filter(file -> !file.toString().endsWith(".json")).toList();
  }

  private List<Path> allFiles() throws IOException {
    try (var paths = Files.list(pictures)) {
      return paths.toList();
    }
  }

  /** Deletes all images, as their owner does. */
  void clear() throws IOException {
    for (Path file : files()) {
      store().delete(file.toUri()).blockingAwait();
    }
  }

  /** Whether nothing is left behind, neither a file nor a connection. */
  boolean isClean() throws IOException {
    return (!Files.exists(pictures) || allFiles().isEmpty()) && provider.openRequests() == 0;
  }
}
