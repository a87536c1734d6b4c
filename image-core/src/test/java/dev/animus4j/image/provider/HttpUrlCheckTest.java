package dev.animus4j.image.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.animus.AnimusAsyncImages;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users name as a picture to change is sent to nobody unless it is on the web. */
@VertxTest
class HttpUrlCheckTest {
  private static final ImageRequest FOX = ImageRequest.of("a fox");

  private static List<ImageModel> models(Vertx vertx) {
    Http http = Http.create(vertx);
    ImageStore store = ImageStore.inMemory(1000);
    Credentials key = Credentials.key("secret-key");
    String nobody = "http://127.0.0.1:1";
    return List.of(
        AnimusImages.create(http, AnimusImages.endpoint(key).withBaseUrl(nobody), store),
        AnimusAsyncImages.create(http, AnimusImages.endpoint(key).withBaseUrl(nobody), store),
        OpenAiImages.create(http, OpenAiImages.endpoint(nobody, key), store, "gpt-image-1"),
        GeminiImages.create(http, GeminiImages.endpoint(key).withBaseUrl(nobody), store, "gemini"),
        SdxlWorkerImages.create(http, SdxlWorkerImages.endpoint(nobody, key), store),
        FluxWorkerImages.create(http, FluxWorkerImages.endpoint(nobody), store));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "jar:file:///app.jar!/application.yml",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "ftp://example.org/a.png",
        "gs://bucket/a.png",
        "s3://bucket/a.png",
        "mem:image_a.png",
        "httpx://example.org/a.png",
        "http:a.png",
        "javascript:alert(1)",
        "a.png",
        "/etc/passwd"
      })
  void anyOtherIsRefusedInWords(String address, Vertx vertx) {
    for (ImageModel model : models(vertx)) {
      model
          .generate(FOX.withSource(URI.create(address)))
          .test()
          .awaitDone(30, TimeUnit.SECONDS)
          .assertError(
              failure ->
                  failure instanceof InvalidRequest && !failure.getMessage().contains(address));
    }
  }

  @Test
  void modelsThatDownloadImagesRejectDataUrls(Vertx vertx) {
    ImageRequest request = FOX.withSource(URI.create("data:image/png;base64,AAAA"));
    for (ImageModel model : models(vertx).subList(0, 2)) {
      model
          .generate(request)
          .test()
          .awaitDone(30, TimeUnit.SECONDS)
          .assertError(InvalidRequest.class);
    }
  }

  @Test
  void theWebIsHttp() {
    for (String web : List.of("http://a/b", "HTTPS://a.example/b.png", "https://my_host/x")) {
      assertThat(HttpUrlCheck.isHttp(URI.create(web))).as(web).isTrue();
    }
  }
}
