package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.Retention;
import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.rxjava3.CompletableHelper;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The running service: a client, its pictures, and servers in front of them. */
public final class Backend {
  private static final int ANY_SHARED_PORT = 60_000;

  private final Vertx vertx;
  private final Settings settings;
  private final Surroundings with;
  private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private final Completable end;

  private Backend(Vertx vertx, Settings settings, Surroundings with) {
    this.vertx = vertx;
    this.settings = settings;
    this.with = with;
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
    Settings.Storage storage = settings.storage();
    OwnDirectory.check(storage.directory());
    FileImageStore store =
        new FileImageStore(vertx, storage.directory())
            .keeping(Retention.ofBytes(2 * storage.storeBytes()));
    AnimusClient client = clients.apply(store, options -> held(options, settings));
    Album album = new Album(vertx, storage, store);
    Surroundings with = Surroundings.of(vertx, client, album, settings);
    return new Backend(vertx, settings, with).started(log);
  }

  private static ChatOptions held(ChatOptions options, Settings settings) {
    return settings.streaming() ? options.drawing().streaming(true) : options.drawing().inTurns();
  }

  private Future<Backend> started(Consumer<String> log) {
    Router router = new Routes(vertx, with, settings, log).router();
    Settings.Address address = shared(settings.address());
    DeploymentOptions each =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    return vertx
        .deployVerticle(new Statistics())
        .onSuccess(deployments::add)
        .compose(
            id ->
                vertx.deployVerticle(
                    () -> new Front(address, router, with.connections(), servers::add), each))
        .onSuccess(deployments::add)
        .map(id -> this);
  }

  /** A free port that several servers can share has a negative number. */
  private static Settings.Address shared(Settings.Address address) {
    return address.port() == 0
        ? new Settings.Address(
            address.host(), -1 - ThreadLocalRandom.current().nextInt(ANY_SHARED_PORT))
        : address;
  }

  Surroundings with() {
    return with;
  }

  /** Where the page is. */
  public String url() {
    return "http://" + settings.address().host() + ":" + servers.element().actualPort();
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
        .andThen(all(() -> servers.stream().map(it -> it.shutdown(5, TimeUnit.SECONDS)).toList()))
        .andThen(all(() -> deployments.stream().map(vertx::undeploy).toList()))
        .andThen(Completable.fromAction(this::tidy));
  }

  private static Completable all(Supplier<List<Future<Void>>> tasks) {
    return CompletableHelper.toCompletable(
        done -> Future.join(tasks.get()).<Void>mapEmpty().onComplete(done));
  }

  private void tidy() {
    if (settings.storage().temporary()) {
      OwnDirectory.remove(settings.storage().directory());
    }
  }
}
