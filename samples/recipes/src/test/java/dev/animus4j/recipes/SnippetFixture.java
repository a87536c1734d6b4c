package dev.animus4j.recipes;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.PromptRules;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.resilience.ResilienceLimits;
import dev.animus4j.resilience.ResiliencePolicy;
import dev.animus4j.resilience.Retry;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a snippet leaves to its reader, by name, in a world with a simulated provider, which is also
 * that of the environment.
 */
public abstract class SnippetFixture implements AutoCloseable {
  protected final Vertx vertx = Vertx.vertx();
  protected final Simulator simulator = Simulator.start(vertx, 0).await();
  protected final String url = simulator.origin() + "/v1";
  protected final String url2 = url;
  protected final String key = "any";
  protected final Path directory = temporaryDirectory();
  protected final HistoryStore myOwnHistory = HistoryStore.inMemory();
  protected final ImageModel model = animusImages();
  protected final ImageModel other = model;
  protected final ResiliencePolicy policy = ResiliencePolicy.of("any", ResilienceLimits.images());
  protected final Retry retry = Retry.images();
  protected final Caffeine<Object, Object> bounds = Caffeine.newBuilder().maximumSize(10);
  protected final PromptRules rules = PromptRules.none();

  private final FlowableProcessor<ChatEvent> events =
      ReplayProcessor.<ChatEvent>create().toSerialized();
  private final FlowableProcessor<Object> shown = ReplayProcessor.create().toSerialized();
  private @Nullable AnimusClient client;

  /** Starts the world. */
  protected SnippetFixture() {
    System.setProperty("animus.api.key", key);
    System.setProperty("animus.base.url", simulator.origin() + "/v3");
    ChatEvents.of(vertx.eventBus()).subscribe(ChatEvent.class, events::onNext);
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("snippet");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ImageModel animusImages() {
    Endpoint endpoint =
        AnimusImages.endpoint(Credentials.key(key)).withBaseUrl(simulator.origin() + "/v3");
    return AnimusImages.create(Http.create(vertx), endpoint, FileImageStore.temporary(vertx));
  }

  /** The snippet. */
  public abstract void run() throws Exception;

  protected void show(Object something) {
    shown.onNext(something);
  }

  protected Single<Image> myOwnImages(ImageRequest request) {
    show(request);
    return model.generate(request);
  }

  /** Takes the client that a snippet has made. */
  protected void use(AnimusClient client) {
    this.client = client;
  }

  AnimusClient client() {
    return client;
  }

  Simulator simulator() {
    return simulator;
  }

  /** The first {@code count} events of this type in all conversations, once there are so many. */
  <E extends ChatEvent> List<E> events(Class<E> type, int count) {
    return first(events, type, count);
  }

  /** The first {@code count} things of this type that were shown, once there are so many. */
  <T> List<T> shown(Class<T> type, int count) {
    return first(shown, type, count);
  }

  private static <T> List<T> first(FlowableProcessor<?> all, Class<T> type, int count) {
    return all.ofType(type).take(count).toList().timeout(30, TimeUnit.SECONDS).blockingGet();
  }

  @Override
  public void close() {
    System.clearProperty("animus.api.key");
    System.clearProperty("animus.base.url");
    if (client != null) {
      client.close();
    }
    vertx.close().await();
  }
}
