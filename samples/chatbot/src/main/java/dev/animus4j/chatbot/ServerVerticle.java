package dev.animus4j.chatbot;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * HTTP server on an event loop of its own; several share the port. So a blocked event loop affects
 * only some of the clients.
 */
final class ServerVerticle extends VerticleBase {
  private static final int IDLE_SECONDS = 300;
  private static final int LONGEST_FRAME = 1024;
  private static final int CLOSING_SECONDS = 2;

  private final ChatbotSettings.Address address;
  private final Router router;
  private final Connections connections;
  private final Consumer<HttpServer> listening;

  /**
   * Creates a server that does not listen yet.
   *
   * @param listening receives the server as soon as it listens
   */
  ServerVerticle(
      ChatbotSettings.Address address,
      Router router,
      Connections connections,
      Consumer<HttpServer> listening) {
    this.address = address;
    this.router = router;
    this.connections = connections;
    this.listening = listening;
  }

  /** Disables decompression and protocol upgrades. */
  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(address.host())
        .setPort(address.port())
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(LONGEST_FRAME)
        .setMaxWebSocketMessageSize(LONGEST_FRAME)
        .setWebSocketClosingTimeout(CLOSING_SECONDS)
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(options())
        .connectionHandler(connections::accept)
        .requestHandler(router)
        .listen()
        .onSuccess(listening::accept);
  }
}
