package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Window;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;

/**
 * Creates a client like those of the peers: one event loop, and a connection for each call, up to
 * as many as a process may well have; the other calls wait for one.
 */
final class ClientSetup {
  private static final int MOST_CONNECTIONS = 8_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ClientSetup() {}

  static AnimusClient client(Target provider, boolean streaming) {
    Vertx vertx = vertx();
    Timeouts patient = Timeouts.chat().withConnect(PATIENCE);
    Endpoint endpoint =
        OpenAiCompatibleChat.endpoint(provider.v1(), Credentials.key("x")).withTimeouts(patient);
    return AnimusClient.builder(vertx)
        .chatModel(OpenAiCompatibleChat.create(http(vertx, provider), endpoint, "any"))
        .options(options(streaming))
        .build();
  }

  static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  }

  static Http http(Vertx vertx, Target provider) {
    int maxConnections = provider.concurrency();
    return Http.create(
        vertx,
        HttpOptions.defaults()
            .withConnections(Math.min(maxConnections, MOST_CONNECTIONS))
            .withWaiting(Math.max(1, maxConnections)));
  }

  static ChatOptions options(boolean streaming) {
    return ChatOptions.of(Sample.MODEL, Sample.SYSTEM)
        .withMaxHistoryMessages(Window.MESSAGES)
        .withStreaming(streaming);
  }
}
