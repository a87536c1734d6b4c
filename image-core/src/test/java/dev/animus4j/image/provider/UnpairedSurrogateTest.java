package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.cloudflare.WorkersAiImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@VertxTest
class UnpairedSurrogateTest {
  private static final String HALF = "a happy fox 🦊".substring(0, 13);
  private static final String WHOLE = "a happy fox \uFFFD";
  private static final Buffer PNG = drawn("png", 20, 10);
  private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]..");

  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private Http http;
  private String url;

  @BeforeEach
  void start(Vertx vertx) {
    HttpServer server = vertx.createHttpServer().requestHandler(this::judge).listen(0).await();
    url = "http://127.0.0.1:" + server.actualPort();
    http = Http.create(vertx);
  }

  @Test
  void noModelIsSentHalfACharacter() {
    models()
        .forEach(
            (name, model) -> {
              received.clear();
              model.generate(ImageRequest.of(HALF)).ignoreElement().blockingAwait();
              assertThat(received).as(name).anySatisfy(text -> assertThat(text).contains(WHOLE));
            });
  }

  @Test
  void norIsItInFieldsNamesAndFilesOfAForm() {
    ReferenceImage logo = new ReferenceImage(PNG, "image/png", HALF, HALF);
    ImageRequest all =
        ImageRequest.of(HALF).withReferenceImages(logo).withExtra(HALF, HALF).withExtra("a", HALF);
    for (String name : new String[] {"OpenAI", "FLUX.2", "Gemini"}) {
      received.clear();
      models().get(name).generate(all).ignoreElement().blockingAwait();
      assertThat(received).as(name).anySatisfy(text -> assertThat(text).contains(WHOLE));
    }
  }

  @Test
  void norInTheParametersOfAQuery() {
    models()
        .get("Flux worker")
        .generate(ImageRequest.of(HALF).withExtra(HALF, HALF))
        .ignoreElement()
        .blockingAwait();

    assertThat(received.element()).contains("prompt=" + WHOLE).contains(WHOLE + "=" + WHOLE);
  }

  /** Answers 400 to whatever strict servers refuse: malformed UTF-8, half a pair in JSON. */
  private void judge(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              received.add(URLDecoder.decode(request.uri(), UTF_8));
              boolean picture = request.method().name().equals("GET") && body.length() == 0;
              if (!isWellFormed(body.getBytes())) {
                request.response().setStatusCode(400).end("{\"error\":{\"message\":\"UTF-8\"}}");
              } else if (picture) {
                request.response().putHeader("Content-Type", "image/png").end(PNG);
              } else {
                request.response().end(answer().toBuffer());
              }
            });
  }

  private boolean isWellFormed(byte[] body) {
    try {
      // a PNG within a form is no text
      String latin1 = new String(body, ISO_8859_1);
      String png = PNG.toString(ISO_8859_1);
      byte[] text = latin1.replace(png, "").getBytes(ISO_8859_1);
      String decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      received.add(decoded);
      return !SURROGATE.matcher(decoded).find();
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  private JsonObject answer() {
    String base64 = Base64.getEncoder().encodeToString(PNG.getBytes());
    return new JsonObject(
            """
        {"candidates": [{"finishReason": "STOP",
         "content": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "%s"}}]}}]}"""
                .formatted(base64))
        .put("data", new JsonArray().add(new JsonObject().put("b64_json", base64)))
        .put("image", base64)
        .put("output", new JsonArray().add("data:image/png;base64," + base64));
  }

  private Map<String, ImageModel> models() {
    ImageStore store = ImageStore.inMemory(1 << 20);
    Credentials key = Credentials.key("k");
    Map<String, ImageModel> models = new LinkedHashMap<>();
    models.put(
        "OpenAI", OpenAiImages.create(http, OpenAiImages.endpoint(url, key), store, "any-model"));
    models.put(
        "Gemini",
        GeminiImages.create(http, GeminiImages.endpoint(key).withBaseUrl(url), store, "gemini-3"));
    models.put(
        "SDXL worker", SdxlWorkerImages.create(http, SdxlWorkerImages.endpoint(url, key), store));
    models.put("FLUX.1", workersAi(store, "@cf/black-forest-labs/flux-1-schnell"));
    models.put("FLUX.2", workersAi(store, "@cf/black-forest-labs/flux-2-dev"));
    models.put("Stable Diffusion", workersAi(store, "@cf/stabilityai/stable-diffusion-xl"));
    models.put("Flux worker", FluxWorkerImages.create(http, FluxWorkerImages.endpoint(url), store));
    models.put(
        "Animus", AnimusImages.create(http, AnimusImages.endpoint(key).withBaseUrl(url), store));
    return models;
  }

  private ImageModel workersAi(ImageStore store, String model) {
    return WorkersAiImages.create(
        http,
        WorkersAiImages.endpoint("account", Credentials.key("k")).withBaseUrl(url),
        store,
        model);
  }
}
