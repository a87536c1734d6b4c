package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.Retention;
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

/** The running service: a client, its image store, and HTTP servers in front of them. */
public final class Backend {
  private static final int ANY_SHARED_PORT = 60_000;

  private final Vertx vertx;
  private final ChatbotSettings settings;
  private final RouteDependencies dependencies;
  private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private final Completable shutdown;

  private Backend(Vertx vertx, ChatbotSettings settings, RouteDependencies dependencies) {
    this.vertx = vertx;
    this.settings = settings;
    this.dependencies = dependencies;
    this.shutdown = shutdown().cache();
  }

  /** Creates the client with this store, and with its options changed by this operator. */
  public interface ClientFactory
      extends BiFunction<FileImageStore, UnaryOperator<ChatOptions>, AnimusClient> {}

  /**
   * Starts with the provider that the environment configures.
   *
   * @param log receives a line of JSON for every request answered
   */
  public static Future<Backend> start(Vertx vertx, ChatbotSettings settings, Consumer<String> log) {
    ClientFactory environment =
        (store, change) ->
            AnimusClient.builder(vertx).fromEnv().imageStore(store).options(change).build();
    return start(vertx, settings, log, environment);
  }

  /** Starts with a client of any factory; it is closed with the backend. */
  public static Future<Backend> start(
      Vertx vertx, ChatbotSettings settings, Consumer<String> log, ClientFactory clients) {
    ChatbotSettings.Storage storage = settings.storage();
    PrivateDirectory.check(storage.directory());
    FileImageStore store =
        new FileImageStore(vertx, storage.directory())
            .withRetention(Retention.ofBytes(2 * storage.storeBytes()));
    AnimusClient client = clients.apply(store, options -> chatOptions(options, settings));
    ImageRepository imageRepository = new ImageRepository(vertx, storage, store);
    RouteDependencies dependencies = RouteDependencies.of(vertx, client, imageRepository, settings);
    return new Backend(vertx, settings, dependencies).deploy(log);
  }

  private static ChatOptions chatOptions(ChatOptions options, ChatbotSettings settings) {
    return settings.streaming()
        ? options.withImages().withStreaming(true)
        : options.withImages().withAutoTurn();
  }

  private Future<Backend> deploy(Consumer<String> log) {
    Router router = new Routes(vertx, dependencies, settings, log).router();
    ChatbotSettings.Address address = sharedAddress(settings.address());
    DeploymentOptions each =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    return vertx
        .deployVerticle(new StatisticsVerticle())
        .onSuccess(deployments::add)
        .compose(
            id ->
                vertx.deployVerticle(
                    () ->
                        new ServerVerticle(
                            address, router, dependencies.connections(), servers::add),
                    each))
        .onSuccess(deployments::add)
        .map(id -> this);
  }

  /** Replaces port 0: a negative number makes several servers share a free port. */
  private static ChatbotSettings.Address sharedAddress(ChatbotSettings.Address address) {
    return address.port() == 0
        ? new ChatbotSettings.Address(
            address.host(), -1 - ThreadLocalRandom.current().nextInt(ANY_SHARED_PORT))
        : address;
  }

  RouteDependencies dependencies() {
    return dependencies;
  }

  /** The URL of the page. */
  public String url() {
    return "http://" + settings.address().host() + ":" + servers.element().actualPort();
  }

  /**
   * Shuts down in order: the service is no longer ready, exchanges are interrupted and publish
   * that, event streams end after their last events, pending requests are answered. Vert.x stays
   * open.
   */
  public Completable close() {
    return shutdown;
  }

  private Completable shutdown() {
    return Completable.fromAction(dependencies.health()::stop)
        .andThen(Completable.defer(dependencies.client()::closeAsync))
        .andThen(Completable.fromAction(dependencies.feed()::close))
        .andThen(
            joinAll(() -> servers.stream().map(it -> it.shutdown(5, TimeUnit.SECONDS)).toList()))
        .andThen(joinAll(() -> deployments.stream().map(vertx::undeploy).toList()))
        .andThen(Completable.fromAction(this::removeTemporaryDirectory));
  }

  private static Completable joinAll(Supplier<List<Future<Void>>> tasks) {
    return CompletableHelper.toCompletable(
        done -> Future.join(tasks.get()).<Void>mapEmpty().onComplete(done));
  }

  private void removeTemporaryDirectory() {
    if (settings.storage().temporary()) {
      PrivateDirectory.remove(settings.storage().directory());
    }
  }
}
