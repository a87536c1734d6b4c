package dev.animus4j.simulator;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** HTTP server of the simulator, on an event loop of its own. */
final class SimulatorVerticle extends VerticleBase {
  private static final long BODY_LIMIT = 64L << 20;

  private final int wanted;
  private final SimulatorState simulatorState = new SimulatorState();
  private final RequestLog backstage = new RequestLog();
  private final AtomicLong served = new AtomicLong();
  private @Nullable HttpServer server;
  private @Nullable Routes routes;

  SimulatorVerticle(int wanted) {
    this.wanted = wanted;
  }

  SimulatorState simulation() {
    return simulatorState;
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
    server = vertx.createHttpServer(options).requestHandler(this::accept);
    return server.listen(wanted, "127.0.0.1").onSuccess(listening -> createRoutes());
  }

  private void createRoutes() {
    routes = new Routes(simulatorState, new ImageRenderer(vertx), origin());
  }

  private void accept(HttpServerRequest request) {
    if (routes == null) {
      request.connection().close();
      return;
    }
    Route route = routes.find(request.path());
    boolean control = route.access() == Route.Access.CONTROL;
    SimulatedRequest call =
        new SimulatedRequest(request, control ? backstage : simulatorState.journal());
    if (isTooLarge(request)) {
      reject(route, call, new RejectedRequest(413, "The body is too large.", null, null));
      return;
    }
    Future.succeededFuture()
        .compose(start -> call.readBody())
        .onFailure(
            e -> reject(route, call, RejectedRequest.invalid("Unreadable body.", null, null)))
        .onSuccess(read -> dispatch(route, read));
  }

  private void dispatch(Route route, SimulatedRequest call) {
    if (route.access() == Route.Access.CONTROL) {
      serve(route, call, ScriptedResponse.ruleBased());
    } else {
      applyScript(route, call);
    }
  }

  private void applyScript(Route route, SimulatedRequest call) {
    if (simulatorState.settings().recording()) {
      call.record();
    }
    call.response().putHeader("x-request-id", "req_sim_" + served.incrementAndGet());
    try {
      ScriptedResponse script = scriptFor(call);
      Duration delay = simulatorState.settings().latency().plus(script.pace().delay());
      schedule(delay, () -> serve(route, call, script));
    } catch (RejectedRequest rejectedRequest) {
      reject(route, call, rejectedRequest);
    }
  }

  private ScriptedResponse scriptFor(SimulatedRequest call) {
    String header = call.header("x-simulate");
    return header == null
        ? simulatorState.scripts().next(call.path())
        : ScriptReader.parseHeader(header);
  }

  private void schedule(Duration delay, Runnable then) {
    if (delay.isZero()) {
      then.run();
    } else {
      vertx.setTimer(Math.max(1, delay.toMillis()), elapsed -> then.run());
    }
  }

  private void serve(Route route, SimulatedRequest call, ScriptedResponse script) {
    if (!call.isOpen()) {
      return;
    }
    if (script.head().status() != 0) {
      new ResponseWriter(vertx, call, SimulatedResponse.scripted(script, route.dialect()), script)
          .start();
      return;
    }
    call.simulate(script.fault() == null ? null : Fault.named(script.fault()));
    route
        .respond(call, simulatorState)
        .map(response -> response.withScript(script))
        .onSuccess(response -> new ResponseWriter(vertx, call, response, script).start());
  }

  private void reject(Route route, SimulatedRequest call, RejectedRequest rejectedRequest) {
    ScriptedResponse plain = ScriptedResponse.ruleBased();
    new ResponseWriter(vertx, call, route.dialect().errorResponse(rejectedRequest), plain).start();
  }

  private static boolean isTooLarge(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    return length != null && Long.parseLong(length) > BODY_LIMIT;
  }
}
