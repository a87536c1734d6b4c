package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.provider.AnimusChat;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.TypingPace;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Reach;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.provider.AnimusImages;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A running chatbot that talks to a simulated provider. */
final class Site implements AutoCloseable {
  static final int PER_MINUTE = 1_000;
  static final int PICTURE_BYTES = 100_000;

  final Vertx vertx = Vertx.vertx();
  final Simulator simulator = Simulator.start(vertx, 0).await();
  final List<String> log = new CopyOnWriteArrayList<>();

  /** Until this is complete, no picture is drawn. */
  volatile Completable drawing = Completable.complete();

  final Settings settings;
  Backend backend;

  private Site(Settings settings) {
    this.settings = settings;
    start(settings);
  }

  /** With these settings beside those that tests need; pictures go below {@code target}. */
  static Site with(Map<String, String> given) {
    Map<String, String> all = new HashMap<>();
    all.put("CHATBOT_PORT", "0");
    all.put("CHATBOT_REQUESTS_PER_MINUTE", "" + PER_MINUTE);
    all.put("CHATBOT_PICTURE_BYTES", "" + PICTURE_BYTES);
    all.put("CHATBOT_PICTURES", Path.of("target", "pictures").toAbsolutePath().toString());
    all.putAll(given);
    return new Site(Settings.of(all::get));
  }

  /** A new directory for pictures, which a test has for itself. */
  static String directory(String name) {
    return Path.of("target", name + "-" + UUID.randomUUID()).toAbsolutePath().toString();
  }

  static Site inTurns() {
    return with(Map.of());
  }

  static Site streaming() {
    return with(Map.of("CHATBOT_STYLE", "stream"));
  }

  /** Starts the service, or starts it again at the same port. */
  void start(Settings settings) {
    backend = Backend.start(vertx, settings, log::add, this::client).await();
  }

  int port() {
    return URI.create(backend.url()).getPort();
  }

  private AnimusClient client(FileImageStore store, UnaryOperator<ChatOptions> change) {
    Http http = Http.create(vertx, HttpOptions.defaults().withReach(Reach.publicInternet()));
    Endpoint provider =
        Endpoint.of(
            "simulator", simulator.origin() + "/v3", Credentials.key("any"), Timeouts.text());
    ChatOptions options = change.apply(ChatOptions.of("any", "You are a test."));
    AnimusImages images = new AnimusImages(http, provider, store);
    TypingPace brisk = new TypingPace(4_000, 0, Duration.ofMillis(30), Duration.ofMillis(60));
    return AnimusClient.builder(vertx)
        .chatModel(new AnimusChat(http, provider).withVision("any"))
        .attachments(store)
        .imageModel(request -> Completable.defer(() -> drawing).andThen(images.generate(request)))
        .options(settings.streaming() ? options : options.inTurns(AutoTurn.NATURAL.pace(brisk)))
        .onClose(http.close())
        .build();
  }

  @Override
  public void close() {
    backend.close().blockingAwait();
    simulator.close().await();
    vertx.close().await();
  }
}
