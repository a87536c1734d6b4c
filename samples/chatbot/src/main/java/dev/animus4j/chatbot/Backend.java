package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.Retention;
import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.rxjava3.CompletableHelper;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The running service: a client, its pictures, and a server in front of them. */
public final class Backend {
  private final Settings settings;
  private final Surroundings with;
  private final HttpServer server;
  private final Completable end;

  private Backend(Settings settings, Surroundings with, HttpServer server) {
    this.settings = settings;
    this.with = with;
    this.server = server;
    this.end = ending().cache();
  }

  /** Makes the client: with this store, and with options changed like this. */
  public interface ClientMaker
      extends BiFunction<FileImageStore, UnaryOperator<ChatOptions>, AnimusClient> {}

  /**
   * Starts with the provider of the environment.
   *
   * @param log takes a line of JSON for every request answered
   */
  public static Future<Backend> start(Vertx vertx, Settings settings, Consumer<String> log) {
    ClientMaker environment = (store, change) -> AnimusClient.fromEnv(vertx, store, change);
    return start(vertx, settings, log, environment);
  }

  /** Starts with any client, to be closed with this. */
  public static Future<Backend> start(
      Vertx vertx, Settings settings, Consumer<String> log, ClientMaker clients) {
    FileImageStore store =
        new FileImageStore(vertx, settings.pictures())
            .keeping(Retention.ofBytes(settings.limits().storeBytes()));
    AnimusClient client = clients.apply(store, options -> held(options, settings));
    Surroundings with = Surroundings.of(client, new Album(settings.pictures(), store), settings);
    HttpServerOptions options =
        new HttpServerOptions()
            .setPort(settings.address().port())
            .setHost(settings.address().host())
            .setCompressionSupported(false)
            .setHttp2ClearTextEnabled(false)
            .setMaxWebSocketMessageSize(1024)
            .setIdleTimeout(300);
    return vertx
        .deployVerticle(new Statistics())
        .map(id -> new Routes(vertx, with, settings, log).router())
        .compose(router -> vertx.createHttpServer(options).requestHandler(router).listen())
        .map(server -> new Backend(settings, with, server));
  }

  private static ChatOptions held(ChatOptions options, Settings settings) {
    return settings.streaming() ? options.drawing().streaming(true) : options.drawing().inTurns();
  }

  Surroundings with() {
    return with;
  }

  /** Where the page is. */
  public String url() {
    return "http://" + settings.address().host() + ":" + server.actualPort();
  }

  /**
   * Ends in order: it is not ready any more, exchanges are interrupted and tell so, those who
   * listen hear it and are let go, requests under way are answered. Vert.x stays open.
   */
  public Completable close() {
    return end;
  }

  private Completable ending() {
    return Completable.fromAction(with.state()::stop)
        .andThen(Completable.defer(with.client()::close))
        .andThen(Completable.fromAction(with.feed()::close))
        .andThen(
            CompletableHelper.toCompletable(
                done -> server.shutdown(5, TimeUnit.SECONDS).onComplete(done)));
  }
}
