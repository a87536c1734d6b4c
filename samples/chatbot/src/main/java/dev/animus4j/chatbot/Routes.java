package dev.animus4j.chatbot;

import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Router of all routes and their handlers. */
final class Routes {
  private final RouteDependencies dependencies;
  private final ChatbotSettings settings;
  private final Consumer<String> log;
  private final RequestRateLimits requestRateLimits;
  private final SessionCookies sessionCookies;
  private final RequestBodies requestBodies;
  private final Router router;

  /**
   * Creates the router.
   *
   * @param log receives a line for every request
   */
  Routes(
      Vertx vertx, RouteDependencies dependencies, ChatbotSettings settings, Consumer<String> log) {
    this.dependencies = dependencies;
    this.settings = settings;
    this.log = log;
    int perMinute = settings.limits().requestsPerMinute();
    this.requestRateLimits =
        new RequestRateLimits(
            perMinute, settings.cluster().isShared() ? SharedRateLimit.of(vertx, perMinute) : null);
    this.sessionCookies =
        new SessionCookies(
            settings.security(),
            requestRateLimits.newSessions(),
            dependencies.serverState().revokedSessions(),
            InstantSource.system());
    this.requestBodies =
        new RequestBodies(
            vertx, dependencies.serverState().requestBodies(), settings.timeouts().body());
    this.router = Router.router(vertx);
  }

  /** The router, with the handlers in their order. */
  Router router() {
    addCommonHandlers();
    read("/health").handler(dependencies.health());
    router.route().handler(requestRateLimits::limitAny);
    router.route("/api/*").handler(sessionCookies);
    addOperatorRoutes();
    SessionUploads uploads =
        new SessionUploads(
            dependencies.serverState().images(), HmacSigner.of(settings.security().secrets()));
    addImageRoutes(new ImageFileRoutes(dependencies, uploads, settings));
    addConversationRoutes(new HistoryRoute(dependencies, uploads));
    StaticFilesRoute staticFilesRoute =
        new StaticFilesRoute(
            dependencies.responses().withLimiter(dependencies.serverState().pageDownloads()));
    read("/openapi.json").handler(staticFilesRoute::openApi);
    router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(staticFilesRoute);
    router.route().handler(new AllowedMethods(router, staticFilesRoute::exists));
    return router;
  }

  /** A route of GET and HEAD. */
  private Route read(String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Adds the handlers of every request; health checks come before the rate limits. */
  private void addCommonHandlers() {
    ProblemResponses problemResponses =
        new ProblemResponses(
            dependencies.connections(), new RequestFailureLog(LogRedaction.of(settings)));
    List.of(400, 404, 405, 413).forEach(status -> router.errorHandler(status, problemResponses));
    router.route().failureHandler(problemResponses);
    router.route().handler(dependencies.connections());
    router.route().handler(new AccessLog(log));
    router.route().handler(new SecurityHeaders(settings.security().https()));
    router.route().handler(new ClientAddresses(settings.security().proxies()));
    router.route().handler(new SameOriginFilter(settings.security()));
    router.route().handler(Routes::requireWellFormed);
  }

  /** Rejects percent encoding that cannot be decoded, before anything else comes across it. */
  private static void requireWellFormed(RoutingContext request) {
    if (!isWellFormed(request)) {
      throw new Problem(400, "malformed", "The request cannot be understood.");
    }
    request.next();
  }

  private static boolean isWellFormed(RoutingContext request) {
    try {
      return request.normalizedPath() != null && request.queryParams() != null;
    } catch (IllegalArgumentException | HttpException e) {
      return false;
    }
  }

  private void addOperatorRoutes() {
    OperatorRoutes operatorRoutes =
        new OperatorRoutes(
            settings.security().operator(), dependencies.serverState(), dependencies.connections());
    read("/stats").handler(operatorRoutes::authorize).handler(operatorRoutes::statistics);
  }

  /** Costly requests are rate-limited; bodies of uploads are streamed, others are read before. */
  private void addImageRoutes(ImageFileRoutes imageFileRoutes) {
    read("/images/:name").handler(imageFileRoutes::download);
    router
        .post("/api/pictures")
        .handler(sessionCookies::begin)
        .handler(requestRateLimits::limitCostly)
        .handler(requestBodies::enforcePace)
        .handler(imageFileRoutes::upload);
    router.delete("/api/pictures/:name").handler(imageFileRoutes::delete);
    router
        .post("/api/images")
        .handler(sessionCookies::begin)
        .handler(requestRateLimits::limitCostly)
        .handler(requestBodies::readJson)
        .handler(new ImageGenerationRoute(dependencies));
  }

  private void addConversationRoutes(HistoryRoute historyRoute) {
    String path = "/api/conversations/:id";
    router
        .post("/api/conversations")
        .handler(sessionCookies::begin)
        .handler(this::createConversation);
    router.route(path).handler(this::requireOwnConversation);
    router.route(path + "/*").handler(this::requireOwnConversation);
    router.delete(path).handler(historyRoute::delete);
    read(path + "/history").handler(historyRoute::show);
    read(path + "/events").handler(new SseRoute(dependencies));
    router.get(path + "/socket").handler(new WebSocketRoute(dependencies));
    router.post(path + "/interrupt").handler(this::interrupt);
    router
        .post(path + "/messages")
        .handler(requestRateLimits::limitCostly)
        .handler(requestBodies::readJson)
        .handler(new MessageRoute(dependencies));
    router.delete("/api/session").handler(request -> logOut(request, historyRoute));
  }

  /** Rejects requests to conversations of others. */
  private void requireOwnConversation(RoutingContext request) {
    dependencies.conversations().chat(request);
    request.next();
  }

  private void createConversation(RoutingContext request) {
    String id =
        dependencies.conversations().create(SessionCookies.clientSession(request).session());
    request.response().setStatusCode(201);
    request.json(new JsonObject().put("id", id));
  }

  private void interrupt(RoutingContext request) {
    dependencies.conversations().chat(request).interrupt();
    request.response().setStatusCode(204).end();
  }

  private void logOut(RoutingContext request, HistoryRoute historyRoute) {
    ClientSession clientSession = SessionCookies.clientSession(request);
    Completable erased =
        clientSession.session().isEmpty()
            ? Completable.complete()
            : sessionCookies
                .end(request)
                .andThen(Completable.defer(() -> historyRoute.eraseSession(clientSession)));
    var unused =
        erased
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(() -> request.response().setStatusCode(204).end(), request::fail);
  }
}
