package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.AnimusClientBuilder;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.rxjava3.CompletableHelper;
import io.vertx.rxjava3.RxHelper;
import java.time.Duration;
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

  /** How long a load balancer may go on sending requests to a node that is not ready. */
  private static final int NOTICE_SECONDS = 5;

  private static final Duration GRACE = Duration.ofSeconds(8);

  private final Vertx vertx;
  private final DataStores stores;
  private final ChatbotSettings settings;
  private final RouteDependencies dependencies;
  private final Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private final SerialDisposable background = new SerialDisposable();
  private final Completable shutdown;

  private Backend(Vertx vertx, DataStores stores, RouteDependencies dependencies) {
    this.vertx = vertx;
    this.stores = stores;
    this.settings = stores.settings();
    this.dependencies = dependencies;
    this.shutdown = shutdown().cache();
  }

  /**
   * Creates the client, of whose builder this operator sets what the backend gives: the ledger, the
   * images as conversations have them, and options. Image models write to the store.
   */
  public interface ClientFactory
      extends BiFunction<ImageStore, UnaryOperator<AnimusClientBuilder>, AnimusClient> {}

  /**
   * Starts with the provider that the environment configures.
   *
   * @param log receives a line of JSON for every request answered
   */
  public static Future<Backend> start(Vertx vertx, ChatbotSettings settings, Consumer<String> log) {
    ClientFactory environment =
        (store, configure) -> configure.apply(AnimusClient.builder(vertx).fromEnv()).build();
    return start(vertx, settings, log, environment);
  }

  /**
   * Starts with a client of any factory; it is closed with the backend. Blocks while it opens the
   * data directory.
   */
  public static Future<Backend> start(
      Vertx vertx, ChatbotSettings settings, Consumer<String> log, ClientFactory clients) {
    DataStores stores = DataStores.open(vertx, settings);
    try {
      return new Backend(vertx, stores, dependencies(vertx, stores, clients)).deploy(log);
    } catch (RuntimeException e) {
      stores.closeAsync().onErrorComplete().blockingAwait();
      throw e;
    }
  }

  private static RouteDependencies dependencies(
      Vertx vertx, DataStores stores, ClientFactory clients) {
    ChatbotSettings settings = stores.settings();
    ImageRepository images = ImageRepository.of(stores.images(), settings.storage());
    AnimusClient client =
        clients.apply(
            stores.images().store(),
            builder ->
                builder
                    .ledger(stores.ledger())
                    .imageStore(new ConversationImages(images))
                    .namedOptions("without follow-ups", MessageSubmission::withoutFollowUps)
                    .options(options -> chatOptions(options, settings)));
    return RouteDependencies.of(vertx, client, images, stores);
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
        .onSuccess(
            id -> background.set(dependencies.startBackground(settings, RxHelper.scheduler(vertx))))
        .map(id -> this)
        .recover(this::closeAndFail);
  }

  /** Another process may want the data directory. */
  private Future<Backend> closeAndFail(Throwable cause) {
    Promise<Backend> closed = Promise.promise();
    var unused = close().onErrorComplete().subscribe(() -> closed.fail(cause));
    return closed.future();
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
        .andThen(Completable.defer(this::closeClient))
        .andThen(Completable.fromAction(dependencies.feed()::close))
        .andThen(
            joinAll(() -> servers.stream().map(it -> it.shutdown(5, TimeUnit.SECONDS)).toList()))
        .andThen(Completable.fromAction(background::dispose))
        .andThen(joinAll(() -> deployments.stream().map(vertx::undeploy).toList()))
        .andThen(Completable.defer(stores::closeOthers));
  }

  /** Interrupts exchanges; one of several nodes lets them end, and leaves the rest to others. */
  private Completable closeClient() {
    return settings.cluster().isShared()
        ? Completable.timer(NOTICE_SECONDS, TimeUnit.SECONDS, RxHelper.scheduler(vertx))
            .andThen(Completable.defer(() -> dependencies.client().closeAsync(GRACE)))
        : dependencies.client().closeAsync();
  }

  private static Completable joinAll(Supplier<List<Future<Void>>> tasks) {
    return CompletableHelper.toCompletable(
        done -> Future.join(tasks.get()).<Void>mapEmpty().onComplete(done));
  }
}
