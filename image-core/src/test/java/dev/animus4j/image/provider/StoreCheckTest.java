package dev.animus4j.image.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.image.FakeImageModel;
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
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot be stored is not ordered, so that it costs nothing. */
@VertxTest
class StoreCheckTest {
  private static final ImageRequest FOX = AnimusImagesFixture.FOX;
  private static final Credentials KEY = Credentials.key("secret-key");
  private static AnimusImagesFixture studio;

  @TempDir Path home;
  private Path directory;
  private ImageStore store;

  /** Every model that orders images, at the provider of the fixture. */
  enum Model {
    OPENAI {
      @Override
      ImageModel in(ImageStore store) {
        Endpoint endpoint = OpenAiImages.endpoint(studio.provider.origin() + "/v1", KEY);
        return OpenAiImages.create(studio.http, endpoint, store, "gpt-image-1");
      }
    },
    GEMINI {
      @Override
      ImageModel in(ImageStore store) {
        Endpoint endpoint =
            GeminiImages.endpoint(KEY).withBaseUrl(studio.provider.origin() + "/v1beta");
        return GeminiImages.create(studio.http, endpoint, store, "gemini-3-pro-image");
      }
    },
    ANIMUS {
      @Override
      ImageModel in(ImageStore store) {
        return AnimusImages.create(studio.http, studio.endpoint(), store);
      }
    },
    ANIMUS_ASYNC {
      @Override
      ImageModel in(ImageStore store) {
        return AnimusAsyncImages.create(studio.http, studio.endpoint(), store);
      }
    },
    ANIMUS_BATCH {
      @Override
      ImageModel in(ImageStore store) {
        return request ->
            AnimusAsyncImages.create(studio.http, studio.endpoint(), store)
                .batch(List.of(request, request))
                .map(result -> FakeImageModel.image("a fox"))
                .firstOrError();
      }
    },
    FLUX_WORKER {
      @Override
      ImageModel in(ImageStore store) {
        Endpoint endpoint = FluxWorkerImages.endpoint(studio.provider.origin() + "/workers/flux");
        return FluxWorkerImages.create(studio.http, endpoint, store);
      }
    },
    SDXL_WORKER {
      @Override
      ImageModel in(ImageStore store) {
        String url = studio.provider.origin() + "/workers/sdxl";
        return SdxlWorkerImages.create(studio.http, SdxlWorkerImages.endpoint(url, KEY), store);
      }
    },
    WORKERS_AI {
      @Override
      ImageModel in(ImageStore store) {
        String url = studio.provider.origin() + "/client/v4/accounts/me/ai/run";
        Endpoint endpoint = WorkersAiImages.endpoint("me", KEY).withBaseUrl(url);
        return WorkersAiImages.create(
            studio.http, endpoint, store, "@cf/black-forest-labs/flux-1-schnell");
      }
    };

    abstract ImageModel in(ImageStore store);
  }

  @BeforeAll
  static void start(Vertx vertx) {
    studio = new AnimusImagesFixture(vertx);
  }

  @BeforeEach
  void open(Vertx vertx) {
    studio.open(home);
    directory = home.resolve("pictures");
    store = new FileImageStore(vertx, directory);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSentWhileTheDirectoryCannotBeUsed(Model model) throws IOException {
    Files.createFile(directory);

    Throwable failure = failure(model.in(store).generate(FOX));
    Throwable streamed = failure(model.in(store).stream(FOX).lastOrError());

    assertThat(List.of(failure, streamed))
        .allSatisfy(
            told ->
                assertThat(told)
                    .isInstanceOf(AnimusException.Unavailable.class)
                    .hasMessageContaining("the picture directory cannot be used, make it writable")
                    .hasMessageContaining("pictures")
                    .extracting(it -> ((AnimusException) it).mayHaveRun())
                    .isEqualTo(false));
    assertThat(studio.provider.requests()).isEmpty();

    Files.delete(directory);
    var unused = model.in(store).generate(FOX).materialize().blockingGet();
    assertThat(studio.provider.requests()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsSentForAStoreOfOthersThatIsNotReady(Model model) {
    IllegalStateException notMounted = new IllegalStateException("not mounted");
    ImageStore late = storeOfOthers(() -> Completable.error(notMounted));
    ImageStore early =
        storeOfOthers(
            () -> {
              throw notMounted;
            });

    assertThat(failure(model.in(late).generate(FOX))).isSameAs(notMounted);
    assertThat(failure(model.in(early).generate(FOX))).isSameAs(notMounted);
    assertThat(studio.provider.requests()).isEmpty();
  }

  @Test
  void aGenerationThatWasPaidForIsResumedWithoutACheck() throws IOException {
    Files.createFile(directory);
    AnimusAsyncImages model = AnimusAsyncImages.create(studio.http, studio.endpoint(), store);
    studio.answers("{\"status\":\"failed\",\"error\":\"x\"}");

    failure(model.resume("gen-1", FOX).lastOrError());

    assertThat(studio.provider.requests()).isNotEmpty();
  }

  @Test
  void aCheckLeavesNothing() throws IOException {
    store.check().blockingAwait();

    assertThat(directory).isEmptyDirectory();
    ImageStore.inMemory(1).check().blockingAwait();
  }

  /** Wherever a store of others completes its check, callers get the image where they are. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANIMUS_BATCH")
  void anImageIsDeliveredOnTheContextOfItsSubscriber(Model model, Vertx vertx) throws Exception {
    ImageStore elsewhere =
        storeOfOthers(() -> Completable.complete().observeOn(Schedulers.computation()));
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Object> where = new CompletableFuture<>();
    context.runOnContext(
        now -> {
          var unused =
              model
                  .in(elsewhere)
                  .generate(FOX)
                  .subscribe(
                      image -> where.complete(Objects.requireNonNull(Vertx.currentContext())),
                      failed -> where.complete(Objects.requireNonNull(Vertx.currentContext())));
        });

    assertThat(where.get(30, SECONDS)).isSameAs(context);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANIMUS_BATCH")
  void aCallerOnAWorkerIsNeverCalledOnAnEventLoop(Model model, Vertx vertx) throws Exception {
    CompletableFuture<Boolean> onEventLoop = new CompletableFuture<>();
    VerticleBase worker =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            var unused =
                model
                    .in(store)
                    .generate(FOX)
                    .subscribe(
                        image -> onEventLoop.complete(Context.isOnEventLoopThread()),
                        failed -> onEventLoop.complete(Context.isOnEventLoopThread()));
            return Future.succeededFuture();
          }
        };
    DeploymentOptions options = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
    vertx.deployVerticle(worker, options).await();

    assertThat(onEventLoop.get(30, SECONDS)).isFalse();
  }

  private ImageStore storeOfOthers(Supplier<Completable> check) {
    ImageStore memory = ImageStore.inMemory(1 << 20);
    return new ImageStore() {
      @Override
      public Completable check() {
        return check.get();
      }

      @Override
      public Single<Stored> write(String model, Flowable<Buffer> bytes) {
        return memory.write(model, bytes);
      }

      @Override
      public Flowable<Buffer> read(URI location) {
        return memory.read(location);
      }

      @Override
      public Completable delete(URI location) {
        return memory.delete(location);
      }
    };
  }

  private static Throwable failure(Single<?> call) {
    return Objects.requireNonNull(call.materialize().blockingGet().getError());
  }

  @Test
  void aStoreOfThreeMethodsIsAlwaysReady() {
    assertThat(new RecordingImageStore().check().blockingAwait(0, SECONDS)).isTrue();
  }
}
