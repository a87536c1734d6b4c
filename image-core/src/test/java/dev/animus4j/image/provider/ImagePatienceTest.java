package dev.animus4j.image.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.http.AddressPolicy;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.animus.AnimusAsyncImages;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.cloudflare.SdxlWorkerImages;
import dev.animus4j.image.provider.cloudflare.WorkersAiImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An image takes minutes, and nothing is sent before it is there. */
@VertxTest
class ImagePatienceTest {
  private static final Credentials KEY = Credentials.key("secret-key");

  /** Of the limit for all of it, before the first byte: more than two of five minutes. */
  private static final double LATE = 0.5;

  private static Simulator provider;
  private static Http http;
  private static Vertx vertx;

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx started) {
    vertx = started;
    provider = Simulator.start(vertx, 0).await();
    http = Http.create(vertx, HttpOptions.defaults().withAddressPolicy(AddressPolicy.anyAddress()));
  }

  /** The endpoint that each model has by itself, at the simulator. */
  enum Provider {
    OPEN_AI,
    GEMINI,
    ANIMUS,
    ANIMUS_ASYNC,
    FLUX_WORKER,
    SDXL_WORKER,
    WORKERS_AI;

    Endpoint endpoint(String origin) {
      return switch (this) {
        case OPEN_AI -> OpenAiImages.endpoint(origin + "/v1", KEY);
        case GEMINI -> GeminiImages.endpoint(KEY).withBaseUrl(origin + "/v1beta");
        case ANIMUS -> AnimusImages.endpoint(KEY).withBaseUrl(origin + "/v3");
        case ANIMUS_ASYNC -> AnimusAsyncImages.endpoint(KEY).withBaseUrl(origin + "/v2");
        case FLUX_WORKER -> FluxWorkerImages.endpoint(origin + "/workers/flux");
        case SDXL_WORKER -> SdxlWorkerImages.endpoint(origin + "/workers/sdxl", KEY);
        case WORKERS_AI ->
            WorkersAiImages.endpoint("account", KEY)
                .withBaseUrl(origin + "/client/v4/accounts/account/ai/run");
      };
    }

    ImageModel model(Endpoint endpoint, ImageStore store) {
      return switch (this) {
        case OPEN_AI -> OpenAiImages.create(http, endpoint, store, "gpt-image-1");
        case GEMINI -> GeminiImages.create(http, endpoint, store, "gemini-3-pro-image");
        case ANIMUS -> AnimusImages.create(http, endpoint, store);
        case ANIMUS_ASYNC -> AnimusAsyncImages.create(http, endpoint, store);
        case FLUX_WORKER -> FluxWorkerImages.create(http, endpoint, store);
        case SDXL_WORKER -> SdxlWorkerImages.create(http, endpoint, store);
        case WORKERS_AI ->
            WorkersAiImages.create(
                http, endpoint, store, "@cf/stabilityai/stable-diffusion-xl-base-1.0");
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstByteAndAnyGapMayComeAsLateAsTheEnd(Provider which) {
    Timeouts timeouts = which.endpoint(provider.origin()).timeouts();

    assertThat(timeouts.total()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(timeouts.firstByte()).isEqualTo(timeouts.total());
    assertThat(timeouts.gap()).isEqualTo(timeouts.total());
  }

  /** A machine that stops for too long is given another try, in which time passes slower. */
  @Test
  void everyModelWaitsForAnImageThatTakesMinutes() {
    assertThat(IntStream.of(300, 100, 20).anyMatch(this::allWait)).isTrue();
  }

  /** Whether each has its image, when time passes so many times as fast. */
  private boolean allWait(int faster) {
    Duration late =
        Duration.ofMillis((long) (Timeouts.images().total().toMillis() * LATE / faster));
    provider.reset();
    List<ImageModel> models =
        Stream.of(Provider.values()).map(which -> scaled(which, faster)).toList();
    models.forEach(model -> provider.script(ScriptedResponse.ruleBased().delay(late)));
    return Flowable.fromIterable(models)
        .flatMapSingle(model -> model.generate(ImageRequest.of("a red fox")))
        .count()
        .map(count -> count == models.size())
        .onErrorReturnItem(false)
        .blockingGet();
  }

  private ImageModel scaled(Provider which, int faster) {
    Endpoint endpoint = which.endpoint(provider.origin());
    Timeouts limits = endpoint.timeouts();
    Timeouts scaled =
        new Timeouts(
            limits.connect(),
            limits.firstByte().dividedBy(faster),
            limits.gap().dividedBy(faster),
            limits.total().dividedBy(faster));
    return which.model(endpoint.withTimeouts(scaled), new FileImageStore(vertx, directory));
  }
}
