package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.List;
import java.util.function.Consumer;

/** All there is, and who answers it. */
final class Routes {
  private static final int BODY = 64 * 1024;

  private final Vertx vertx;
  private final Surroundings with;
  private final Settings settings;
  private final Consumer<String> log;
  private final RateLimit limit;

  Routes(Vertx vertx, Surroundings with, Settings settings, Consumer<String> log) {
    this.vertx = vertx;
    this.with = with;
    this.settings = settings;
    this.log = log;
    this.limit = new RateLimit(settings.limits().requestsPerMinute(), System::nanoTime);
  }

  Router router() {
    Router router = Router.router(vertx);
    Problems problems = new Problems();
    List.of(404, 405, 413).forEach(status -> router.errorHandler(status, problems));
    router.route().failureHandler(problems);
    router.route().handler(new AccessLog(log));
    router.route().handler(new Armour(settings.security().https()));
    router.get("/health").handler(with.state());
    router.get("/openapi.json").handler(request -> request.response().sendFile("openapi.json"));
    Sessions sessions = new Sessions(settings.security());
    List.of("/api/*", "/stats").forEach(path -> router.route(path).handler(sessions));
    router.get("/stats").handler(new StatisticsPage(with.conversations()));
    pictures(router);
    conversations(router);
    router.get().handler(StaticHandler.create("page").setFilesReadOnly(false).setMaxAgeSeconds(60));
    return router;
  }

  /** What costs something is limited; bodies of uploads are streamed, the others read before. */
  private void pictures(Router router) {
    Pictures pictures = new Pictures(with.album(), settings.limits());
    router.get("/images/:name").handler(pictures::show);
    router.post("/api/pictures").handler(limit).handler(pictures::take);
    router.post("/api/images").handler(body()).handler(limit).handler(new Drawings(with));
  }

  private void conversations(Router router) {
    Past past = new Past(with);
    String one = "/api/conversations/:id";
    router.post("/api/conversations").handler(this::begin);
    router.delete(one).handler(past::forget);
    router.get(one + "/history").handler(past::show);
    router.get(one + "/events").handler(new EventStreams(with.conversations(), with.feed()));
    router.get(one + "/socket").handler(new Sockets(with.conversations(), with.feed()));
    router.post(one + "/interrupt").handler(this::interrupt);
    router.post(one + "/messages").handler(body()).handler(limit).handler(new Messages(with));
  }

  private static Handler<RoutingContext> body() {
    return BodyHandler.create(false).setBodyLimit(BODY);
  }

  private void begin(RoutingContext request) {
    String id = with.conversations().begin(Sessions.of(request));
    request.response().setStatusCode(201);
    request.json(new JsonObject().put("id", id));
  }

  private void interrupt(RoutingContext request) {
    with.conversations().of(request).interrupt();
    request.response().setStatusCode(204).end();
  }
}
