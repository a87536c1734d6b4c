package dev.animus4j.chatbot;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A server on an event loop of its own; several share the port. So whatever holds one up, holds up
 * some clients and not all.
 */
final class Front extends VerticleBase {
  private static final int IDLE_SECONDS = 300;
  private static final int LONGEST_FRAME = 1024;
  private static final int CLOSING_SECONDS = 2;

  private final Settings.Address address;
  private final Router router;
  private final Connections connections;
  private final Consumer<HttpServer> listening;

  /**
   * A server that does not listen yet.
   *
   * @param listening takes the server as soon as it listens
   */
  Front(
      Settings.Address address,
      Router router,
      Connections connections,
      Consumer<HttpServer> listening) {
    this.address = address;
    this.router = router;
    this.connections = connections;
    this.listening = listening;
  }

  /** Nothing is inflated, nor upgraded, for anybody. */
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
