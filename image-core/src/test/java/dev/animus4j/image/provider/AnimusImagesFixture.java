package dev.animus4j.image.provider;

import dev.animus4j.http.AddressPolicy;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.resilience.Retry;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A provider, a host for its pictures, and a model that talks to them over real connections. */
public final class AnimusImagesFixture {
  public static final ImageRequest FOX = ImageRequest.of("a red fox in the snow");

  private static final Timeouts LONG = Timeouts.images();
  private static final Timeouts SHORT = LONG.withGap(Duration.ofMillis(300));

  public final Vertx vertx;
  public final Simulator provider;
  public final Simulator host;
  public final Http http;
  private Path pictures = Path.of("unset");

  /** All of it is closed with the Vert.x. */
  public AnimusImagesFixture(Vertx vertx) {
    this.vertx = vertx;
    provider = Simulator.start(vertx, 0).await();
    host = Simulator.start(vertx, 0).await();
    http = Http.create(vertx, HttpOptions.defaults().withAddressPolicy(AddressPolicy.anyAddress()));
  }

  public void open(Path directory) {
    pictures = directory;
    provider.reset();
    host.reset();
  }

  public AnimusImages model() {
    return AnimusImages.create(http, endpoint(LONG), store()).withDownloadRetry(Retry.none());
  }

  AnimusImages impatientModel() {
    return AnimusImages.create(http, endpoint(SHORT), store()).withDownloadRetry(Retry.none());
  }

  public FileImageStore store() {
    return new FileImageStore(vertx, pictures);
  }

  Endpoint endpoint() {
    return endpoint(LONG);
  }

  private Endpoint endpoint(Timeouts timeouts) {
    return Endpoint.of(
        "Animus", provider.origin() + "/v3", Credentials.key("secret-key"), timeouts);
  }

  /** The provider's next answer. */
  public void answers(String body) {
    provider.script(ScriptedResponse.status(200).body(body));
  }

  /** The provider's next answer publishes what the host then serves. */
  public void publishes(ScriptedResponse picture) {
    answers("{\"output\":[\"" + host.origin() + "/images/fox.png?signed=a%2Fb\"]}");
    host.script(picture);
  }

  public static ScriptedResponse serving(Buffer picture) {
    return ScriptedResponse.status(200).contentType("image/png").body(picture.getBytes());
  }

  public Image draw() {
    return model().generate(FOX).blockingGet();
  }

  public Throwable failure() {
    return failure(model());
  }

  Throwable failure(AnimusImages model) {
    return model.generate(FOX).materialize().blockingGet().getError();
  }

  /** The images in the directory, without their descriptions. */
  public List<Path> files() throws IOException {
    return allFiles().stream().filter(file -> !file.toString().endsWith(".json")).toList();
  }

  /** Deletes all images, as their owner does. */
  public void clear() throws IOException {
    for (Path file : files()) {
      store().delete(file.toUri()).blockingAwait();
    }
  }

  private List<Path> allFiles() throws IOException {
    try (var paths = Files.list(pictures)) {
      return paths.toList();
    }
  }

  /** Whether nothing is left behind, neither a file nor a connection. */
  public boolean isClean() throws IOException {
    boolean empty = !Files.exists(pictures) || allFiles().isEmpty();
    return empty && provider.openRequests() == 0 && host.openRequests() == 0;
  }
}
