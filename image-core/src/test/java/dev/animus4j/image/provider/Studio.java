package dev.animus4j.image.provider;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Reach;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.rules.TestVertx;
import dev.animus4j.simulator.Scripted;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A provider, a host for its pictures, and a model that talks to them over real connections. */
final class Studio implements AutoCloseable {
  static final ImageRequest FOX = ImageRequest.of("a red fox in the snow");

  private static final Timeouts LONG = Timeouts.images();
  private static final Timeouts SHORT = LONG.withGap(Duration.ofMillis(300));

  private final TestVertx watched = new TestVertx();
  final Vertx vertx = watched.vertx();
  final Simulator provider = Simulator.start(vertx, 0).await();
  final Simulator host = Simulator.start(vertx, 0).await();
  final Http http = Http.create(vertx, HttpOptions.defaults().withReach(Reach.anywhere()));
  private Path pictures = Path.of("unset");

  void open(Path directory) {
    pictures = directory;
    provider.reset();
    host.reset();
  }

  AnimusImages model() {
    return new AnimusImages(http, endpoint(LONG), store());
  }

  AnimusImages impatientModel() {
    return new AnimusImages(http, endpoint(SHORT), store());
  }

  FileImageStore store() {
    return new FileImageStore(vertx, pictures);
  }

  Endpoint endpoint() {
    return endpoint(LONG);
  }

  private Endpoint endpoint(Timeouts timeouts) {
    return Endpoint.of(
        "animus", provider.origin() + "/v3", Credentials.key("secret-key"), timeouts);
  }

  /** The provider's next answer. */
  void answers(String body) {
    provider.script(Scripted.status(200).body(body));
  }

  /** The provider's next answer publishes what the host then serves. */
  void publishes(Scripted picture) {
    answers("{\"output\":[\"" + host.origin() + "/images/fox.png?signed=a%2Fb\"]}");
    host.script(picture);
  }

  static Scripted serving(Buffer picture) {
    return Scripted.status(200).contentType("image/png").body(picture.getBytes());
  }

  Image draw() {
    return model().generate(FOX).blockingGet();
  }

  Throwable failure() {
    return failure(model());
  }

  Throwable failure(AnimusImages model) {
    return model.generate(FOX).materialize().blockingGet().getError();
  }

  List<Path> files() throws IOException {
    try (var paths = Files.list(pictures)) {
      return paths.toList();
    }
  }

  /** Whether nothing is left behind, neither a file nor a connection. */
  boolean isClean() throws IOException {
    boolean empty = !Files.exists(pictures) || files().isEmpty();
    return empty && provider.openRequests() == 0 && host.openRequests() == 0;
  }

  @Override
  public void close() {
    http.close().blockingAwait();
    watched.close();
  }
}
