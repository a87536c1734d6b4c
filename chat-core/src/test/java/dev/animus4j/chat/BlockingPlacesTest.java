package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever may block gets the result; who blocks an event loop is told so at once. */
@VertxTest
class BlockingPlacesTest {
  private static final ChatRequest REQUEST = ChatRequest.of("Hello").withModel("any");

  @TempDir private static Path pictures;

  private static Vertx vertx;
  private static Simulator simulator;
  private static Http http;
  private static OpenAiCompatibleChat model;
  private static ImageModel images;
  private static AnimusClient client;

  @BeforeAll
  static void open(Vertx shared) {
    vertx = shared;
    simulator = Simulator.start(vertx, 0).await();
    http = Http.create(vertx, HttpOptions.defaults());
    String url = simulator.origin() + "/v1";
    model =
        OpenAiCompatibleChat.create(
            http, OpenAiCompatibleChat.endpoint(url, Credentials.key("any")), "any");
    images =
        OpenAiImages.create(
            http,
            OpenAiImages.endpoint(url, Credentials.key("any")),
            new FileImageStore(vertx, pictures),
            "any");
    client =
        AnimusClient.builder(vertx)
            .chatModel(model)
            .imageModel(images)
            .options(ChatOptions.of("any", "Be kind."))
            .build();
  }

  @AfterAll
  static void close() {
    client.close();
    http.close();
    simulator.close().await();
  }

  /** Where code of a caller runs. */
  enum Place {
    PLAIN_THREAD(FutureTask::run),
    PLAIN_VIRTUAL_THREAD(task -> virtualThread(task)),
    BLOCKING_TASK(task -> vertx.executeBlocking(() -> runAndReturn(task), false)),
    WORKER(task -> deploy(task, ThreadingModel.WORKER)),
    VIRTUAL_THREAD_VERTICLE(task -> deploy(task, ThreadingModel.VIRTUAL_THREAD)),
    EVENT_LOOP(task -> vertx.getOrCreateContext().runOnContext(now -> task.run())),
    EVENT_LOOP_VERTICLE(task -> deploy(task, ThreadingModel.EVENT_LOOP));

    private interface Executor {
      void execute(FutureTask<?> task) throws Exception;
    }

    private final Executor executor;

    Place(Executor executor) {
      this.executor = executor;
    }

    boolean isThere() {
      return Runtime.version().feature() >= 21 || !name().contains("VIRTUAL");
    }

    boolean isEventLoop() {
      return name().startsWith("EVENT_LOOP");
    }

    Object call(Callable<Object> code) throws Exception {
      FutureTask<Object> task = new FutureTask<>(code);
      executor.execute(task);
      return task.get(30, TimeUnit.SECONDS);
    }

    private static void virtualThread(Runnable task) throws Exception {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    private static Object runAndReturn(Runnable task) {
      task.run();
      return task;
    }

    private static void deploy(Runnable task, ThreadingModel threads) {
      DeploymentOptions options = new DeploymentOptions().setThreadingModel(threads);
      var unused =
          vertx.deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  task.run();
                  return Future.succeededFuture();
                }
              },
              options);
    }
  }

  /** What blocks. */
  enum Door {
    SEND(() -> client.chat("send").send("Hello").blockingLast()),
    SEND_ITERABLE(() -> client.chat("iterable").send("Hello").blockingIterable().iterator().next()),
    SEND_AND_FILTER(
        () ->
            client
                .chat("filter")
                .send("Hi")
                .ofType(ExchangeCompleted.class)
                .toList()
                .blockingGet()),
    SEND_ONCE(() -> client.chat("once").sendOnce("id", "Hello").blockingFirst()),
    COMPLETIONS(() -> client.chat().completions(REQUEST).blockingGet()),
    ASK(() -> client.chat("ask").ask("Hello").blockingGet()),
    STREAM(() -> client.chat().stream(REQUEST).blockingLast()),
    CLIENT_IMAGE(() -> client.generateImage("a cat").blockingGet()),
    MODEL(() -> model.reply(REQUEST).blockingGet()),
    MODEL_STREAM(() -> model.stream(REQUEST.withStreaming(true)).blockingLast()),
    IMAGE_MODEL(() -> images.generate(ImageRequest.of("a cat")).blockingGet()),
    CACHED_IMAGE_MODEL(
        () ->
            images
                .withCache(Caffeine.newBuilder())
                .generate(ImageRequest.of("a dog"))
                .blockingGet());

    private final Callable<Object> code;

    Door(Callable<Object> code) {
      this.code = code;
    }
  }

  static Stream<Arguments> doorsInPlaces() {
    return Arrays.stream(Place.values())
        .filter(Place::isThere)
        .flatMap(place -> Arrays.stream(Door.values()).map(door -> Arguments.of(place, door)));
  }

  @ParameterizedTest
  @MethodSource("doorsInPlaces")
  void eachDoorInEachPlace(Place place, Door door) throws Exception {
    if (place.isEventLoop()) {
      assertThatThrownBy(() -> place.call(door.code))
          .rootCause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching(
              "\\w+\\(\\) would block the event loop vert.x-eventloop-thread-\\d+, which"
                  + " delivers what it waits for: subscribe instead, or block .*");
    } else {
      assertThat(place.call(door.code)).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_LOOP", "EVENT_LOOP_VERTICLE"})
  void anEventLoopThatSubscribesIsServed(Place place) throws Exception {
    FutureTask<Image> image = new FutureTask<>(() -> {}, null);
    assertThat(
            place.call(
                () ->
                    client
                        .chat()
                        .completions(REQUEST)
                        .flatMap(response -> client.generateImage(response.content()))
                        .doFinally(image::run)
                        .subscribe()))
        .isNotNull();
    image.get(30, TimeUnit.SECONDS);
  }

  @Test
  void theOperatorIsNamed() {
    assertThatThrownBy(() -> Place.EVENT_LOOP.call(Door.COMPLETIONS.code))
        .rootCause()
        .hasMessageStartingWith("blockingGet()");
  }

  private static AnimusClient ownClient() {
    AnimusClient own =
        AnimusClient.builder()
            .fromEnv(
                Map.of("OPENAI_BASE_URL", simulator.origin() + "/v1", "OPENAI_MODEL", "any")::get)
            .build();
    own.chat().send("Hello");
    return own;
  }

  static Stream<Place> places() {
    return Arrays.stream(Place.values()).filter(Place::isThere);
  }

  @ParameterizedTest
  @MethodSource("places")
  void aClientIsClosedInEachPlace(Place place) throws Exception {
    AnimusClient own = ownClient();
    place.call(
        () -> {
          own.close();
          return own;
        });
    own.closeAsync().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
  }

  @ParameterizedTest
  @MethodSource("places")
  void whatAClientOfAnotherVertxOpenedIsClosedInEachPlace(Place place) throws Exception {
    Http opened = Http.create(vertx, HttpOptions.defaults());
    AnimusClient own =
        AnimusClient.builder(vertx).chatModel(model).onClose(opened::closeAsync).build();
    place.call(
        () -> {
          own.close();
          opened.close();
          return own;
        });
    own.closeAsync().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
  }

  @ParameterizedTest
  @MethodSource("places")
  void whoBlocksOnClosing(Place place) throws Exception {
    AnimusClient own = ownClient();
    Callable<Object> code = () -> own.closeAsync().blockingAwait(30, TimeUnit.SECONDS);
    if (place.isEventLoop()) {
      assertThatThrownBy(() -> place.call(code))
          .rootCause()
          .hasMessageStartingWith("blockingAwait() would block the event loop");
      own.close();
    } else {
      assertThat(place.call(code)).isEqualTo(true);
    }
  }
}
