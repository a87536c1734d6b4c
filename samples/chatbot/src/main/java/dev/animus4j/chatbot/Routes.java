package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** All there is, and who answers it. */
final class Routes {
  private final Surroundings with;
  private final Settings settings;
  private final Consumer<String> log;
  private final Allowances allowances;
  private final Sessions sessions;
  private final Bodies bodies;
  private final Router router;

  /**
   * Routes to all there is.
   *
   * @param log takes a line for every request
   */
  Routes(Vertx vertx, Surroundings with, Settings settings, Consumer<String> log) {
    this.with = with;
    this.settings = settings;
    this.log = log;
    this.allowances = new Allowances(settings.limits().requestsPerMinute());
    this.sessions =
        new Sessions(
            settings.security(),
            allowances.beginnings(),
            with.books().ended(),
            InstantSource.system());
    this.bodies = new Bodies(vertx, with.books().received(), settings.patience().body());
    this.router = Router.router(vertx);
  }

  /** Everything, in the order in which it is asked. */
  Router router() {
    door();
    router.get("/health").handler(with.state());
    router.route().handler(allowances::any);
    router.route("/api/*").handler(sessions);
    operator();
    pictures();
    conversations();
    Page page = new Page(with.outbox().with(with.books().pages()));
    router.get("/openapi.json").handler(page::description);
    router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(page);
    return router;
  }

  /** What holds for all; who answers whether this lives is not kept waiting by limits. */
  private void door() {
    Problems problems = new Problems(with.connections(), new FailureLog(Redaction.of(settings)));
    List.of(400, 404, 405, 413).forEach(status -> router.errorHandler(status, problems));
    router.route().failureHandler(problems);
    router.route().handler(with.connections());
    router.route().handler(new AccessLog(log));
    router.route().handler(new Armour(settings.security().https()));
    router.route().handler(new Clients(settings.security().proxies()));
    router.route().handler(new Hosts(settings.security()));
  }

  private void operator() {
    Operator operator =
        new Operator(settings.security().operator(), with.books(), with.connections());
    router.get("/stats").handler(operator::check).handler(operator::statistics);
  }

  /** What costs something is limited; bodies of uploads are streamed, the others read before. */
  private void pictures() {
    Pictures pictures = new Pictures(with, settings);
    router.get("/images/:name").handler(pictures::show);
    router
        .post("/api/pictures")
        .handler(sessions::begin)
        .handler(allowances::costly)
        .handler(bodies::paced)
        .handler(pictures::take);
    router.delete("/api/pictures/:name").handler(pictures::discard);
    router
        .post("/api/images")
        .handler(sessions::begin)
        .handler(allowances::costly)
        .handler(bodies::whole)
        .handler(new Drawings(with));
  }

  private void conversations() {
    Past past = new Past(with);
    String one = "/api/conversations/:id";
    router.post("/api/conversations").handler(sessions::begin).handler(this::begin);
    router.route(one).handler(this::own);
    router.route(one + "/*").handler(this::own);
    router.delete(one).handler(past::forget);
    router.get(one + "/history").handler(past::show);
    router.get(one + "/events").handler(new EventStreams(with));
    router.get(one + "/socket").handler(new Sockets(with));
    router.post(one + "/interrupt").handler(this::interrupt);
    router
        .post(one + "/messages")
        .handler(allowances::costly)
        .handler(bodies::whole)
        .handler(new Messages(with));
    router.delete("/api/session").handler(request -> logOut(request, past));
  }

  /** Whoever asks about another's conversation is asked no further. */
  private void own(RoutingContext request) {
    with.conversations().of(request);
    request.next();
  }

  private void begin(RoutingContext request) {
    String id = with.conversations().begin(Sessions.of(request).session());
    request.response().setStatusCode(201);
    request.json(new JsonObject().put("id", id));
  }

  private void interrupt(RoutingContext request) {
    with.conversations().of(request).interrupt();
    request.response().setStatusCode(204).end();
  }

  private void logOut(RoutingContext request, Past past) {
    Owner owner = Sessions.of(request);
    sessions.end(request);
    var unused =
        past.all(owner)
            .observeOn(Later.here())
            .subscribe(() -> request.response().setStatusCode(204).end(), request::fail);
  }
}
