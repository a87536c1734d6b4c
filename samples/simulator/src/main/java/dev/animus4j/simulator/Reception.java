package dev.animus4j.simulator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Takes requests in, on an event loop of its own. */
final class Reception extends VerticleBase {
  private static final long BODY_LIMIT = 64L << 20;

  private final int wanted;
  private final Simulation simulation = new Simulation();
  private final Journal backstage = new Journal();
  private final AtomicLong served = new AtomicLong();
  private @Nullable HttpServer server;
  private @Nullable Routes routes;

  Reception(int wanted) {
    this.wanted = wanted;
  }

  Simulation simulation() {
    return simulation;
  }

  int port() {
    return server == null ? wanted : server.actualPort();
  }

  String origin() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(1 << 16)
            .setMaxHeaderSize(1 << 16)
            .setMaxFormAttributeSize(-1)
            .setMaxFormBufferedBytes(1 << 16)
            .setAcceptBacklog(1 << 14)
            .setHandle100ContinueAutomatically(true)
            .setHttp2ClearTextEnabled(false);
    server = vertx.createHttpServer(options).requestHandler(this::receive);
    return server.listen(wanted, "127.0.0.1").onSuccess(listening -> open());
  }

  private void open() {
    routes = new Routes(simulation, new Gallery(vertx), origin());
  }

  private void receive(HttpServerRequest request) {
    if (routes == null) {
      request.connection().close();
      return;
    }
    Route route = routes.at(request.path());
    boolean control = route.access() == Route.Access.CONTROL;
    Call call = new Call(request, control ? backstage : simulation.journal());
    if (tooLarge(request)) {
      refuse(route, call, new Refusal(413, "The body is too large.", null, null));
      return;
    }
    Future.succeededFuture()
        .compose(start -> call.read())
        .onFailure(e -> refuse(route, call, Refusal.invalid("Unreadable body.", null, null)))
        .onSuccess(read -> admit(route, read));
  }

  private void admit(Route route, Call call) {
    if (route.access() == Route.Access.CONTROL) {
      serve(route, call, Scripted.byTheRules());
    } else {
      scripted(route, call);
    }
  }

  private void scripted(Route route, Call call) {
    if (simulation.settings().recording()) {
      call.record();
    }
    call.response().putHeader("x-request-id", "req_sim_" + served.incrementAndGet());
    try {
      Scripted script = script(call);
      Duration delay = simulation.settings().latency().plus(script.pace().delay());
      after(delay, () -> serve(route, call, script));
    } catch (Refusal refusal) {
      refuse(route, call, refusal);
    }
  }

  private Scripted script(Call call) {
    String header = call.header("x-simulate");
    return header == null ? simulation.scripts().next(call.path()) : ScriptReader.header(header);
  }

  private void after(Duration delay, Runnable then) {
    if (delay.isZero()) {
      then.run();
    } else {
      vertx.setTimer(Math.max(1, delay.toMillis()), elapsed -> then.run());
    }
  }

  private void serve(Route route, Call call, Scripted script) {
    if (!call.isOpen()) {
      return;
    }
    if (script.head().status() != 0) {
      new Delivery(vertx, call, Answer.scripted(script, route.dialect()), script).start();
      return;
    }
    route
        .answer(call, simulation)
        .map(answer -> answer.dressed(script))
        .onSuccess(answer -> new Delivery(vertx, call, answer, script).start());
  }

  private void refuse(Route route, Call call, Refusal refusal) {
    Scripted plain = Scripted.byTheRules();
    new Delivery(vertx, call, route.dialect().refuse(refusal), plain).start();
  }

  private static boolean tooLarge(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    return length != null && Long.parseLong(length) > BODY_LIMIT;
  }
}
