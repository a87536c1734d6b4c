package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.AnimusClientBuilder;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.TypingPace;
import dev.animus4j.http.AddressPolicy;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.store.ImageStore;
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

/** Running chatbot with a simulated provider. */
final class ChatbotFixture implements AutoCloseable {
  static final int PER_MINUTE = 1_000;
  static final int PICTURE_BYTES = 100_000;

  final Vertx vertx;
  final Simulator simulator;
  final List<String> log = new CopyOnWriteArrayList<>();

  /** Until this is complete, no image is generated. */
  volatile Completable drawing = Completable.complete();

  final ChatbotSettings settings;
  Backend backend;

  private ChatbotFixture(Vertx vertx, ChatbotSettings settings) {
    this.vertx = vertx;
    simulator = Simulator.start(vertx, 0).await();
    this.settings = settings;
    start(settings);
  }

  /** Starts with these settings beside those that tests need; images go below {@code target}. */
  static ChatbotFixture with(Vertx vertx, Map<String, String> given) {
    Map<String, String> all = new HashMap<>();
    all.put("CHATBOT_PORT", "0");
    all.put("CHATBOT_DATA", "memory");
    all.put("CHATBOT_REQUESTS_PER_MINUTE", "" + PER_MINUTE);
    all.put("CHATBOT_PICTURE_BYTES", "" + PICTURE_BYTES);
    all.put("CHATBOT_PICTURES", Path.of("target", "pictures").toAbsolutePath().toString());
    all.putAll(given);
    return new ChatbotFixture(vertx, ChatbotSettings.of(all::get));
  }

  /** A new directory for the images of one test. */
  static String directory(String name) {
    return Path.of("target", name + "-" + UUID.randomUUID()).toAbsolutePath().toString();
  }

  static ChatbotFixture inTurns(Vertx vertx) {
    return with(vertx, Map.of());
  }

  static ChatbotFixture streaming(Vertx vertx) {
    return with(vertx, Map.of("CHATBOT_STYLE", "stream"));
  }

  /** Starts the service, or starts it again at the same port. */
  void start(ChatbotSettings settings) {
    backend = Backend.start(vertx, settings, log::add, this::client).await();
  }

  /** Ends the service in order, and starts it again at the same port. */
  void restart() {
    ChatbotSettings.Address here = new ChatbotSettings.Address(settings.address().host(), port());
    backend.close().blockingAwait();
    start(
        new ChatbotSettings(
            here,
            settings.security(),
            settings.limits(),
            settings.timeouts(),
            settings.storage(),
            settings.cluster(),
            settings.streaming()));
  }

  int port() {
    return URI.create(backend.url()).getPort();
  }

  private AnimusClient client(ImageStore store, UnaryOperator<AnimusClientBuilder> configure) {
    Http http =
        Http.create(
            vertx, HttpOptions.defaults().withAddressPolicy(AddressPolicy.publicInternet()));
    Endpoint provider =
        Endpoint.of(
            "simulator", simulator.origin() + "/v3", Credentials.key("any"), Timeouts.chat());
    AnimusImages images = AnimusImages.create(http, provider, store);
    TypingPace brisk = new TypingPace(4_000, 0, Duration.ofMillis(30), Duration.ofMillis(60));
    return configure
        .apply(AnimusClient.builder(vertx).options(ChatOptions.of("any", "You are a test.")))
        .chatModel(AnimusChat.create(http, provider, "any").withVision("any"))
        .imageModel(request -> Completable.defer(() -> drawing).andThen(images.generate(request)))
        .options(
            options ->
                settings.streaming()
                    ? options
                    : options.withAutoTurn(AutoTurn.NATURAL.withTypingPace(brisk)))
        .onClose(http::closeAsync)
        .build();
  }

  @Override
  public void close() {
    backend.close().blockingAwait();
    simulator.close().await();
  }
}
