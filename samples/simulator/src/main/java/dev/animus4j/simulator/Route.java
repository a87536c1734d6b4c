package dev.animus4j.simulator;

import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoint of a path: its dialect, access, methods and responder. */
record Route(Dialect dialect, Access access, Set<String> methods, Responder endpoint) {

  /** Access to a route, and whether scripts apply. */
  enum Access {
    /** Requires a bearer token. */
    GUARDED,
    /** Requires no token. */
    OPEN,
    /** Requires no token; neither recorded, nor scripted, nor delayed. */
    CONTROL
  }

  /** Creates the response; a {@link RejectedRequest} thrown becomes an error response. */
  @FunctionalInterface
  interface Responder {
    Future<SimulatedResponse> respond(SimulatedRequest request);
  }

  static Route guarded(Dialect dialect, String method, Responder responder) {
    return new Route(dialect, Access.GUARDED, Set.of(method), responder);
  }

  static Route open(Dialect dialect, Set<String> methods, Responder responder) {
    return new Route(dialect, Access.OPEN, methods, responder);
  }

  static Route control(Set<String> methods, Responder responder) {
    return new Route(Dialect.ANIMUS, Access.CONTROL, methods, responder);
  }

  /** The route of an unknown path. */
  static Route unknown(Dialect dialect) {
    return new Route(dialect, Access.OPEN, Set.of(), Route::notFound);
  }

  Future<SimulatedResponse> respond(SimulatedRequest request, SimulatorState simulatorState) {
    return Future.succeededFuture()
        .compose(start -> authorizeAndRespond(request, simulatorState))
        .recover(failure -> Future.succeededFuture(errorResponse(failure)));
  }

  private Future<SimulatedResponse> authorizeAndRespond(
      SimulatedRequest request, SimulatorState simulatorState) {
    if (!methods.isEmpty() && !methods.contains(request.method())) {
      request.response().putHeader("allow", String.join(", ", methods));
      String message = "Not allowed to " + request.method() + " on " + request.path() + ".";
      throw new RejectedRequest(405, message, null, "method_not_supported");
    }
    if (access == Access.GUARDED) {
      simulatorState.tokens().check(authorization(request), simulatorState.settings());
    }
    Fault fault = request.fault();
    return fault == null
        ? endpoint.respond(request)
        : new FaultyEndpoint(fault, dialect, endpoint).respond(request);
  }

  /** Azure's {@code api-key} header counts like a bearer token. */
  private static @Nullable String authorization(SimulatedRequest request) {
    String key = request.header("api-key");
    return key == null ? request.header("authorization") : "Bearer " + key;
  }

  private SimulatedResponse errorResponse(Throwable failure) {
    return failure instanceof RejectedRequest rejectedRequest
        ? dialect.errorResponse(rejectedRequest)
        : dialect.errorResponse(
            new RejectedRequest(500, "The simulator failed: " + failure, null, null));
  }

  private static Future<SimulatedResponse> notFound(SimulatedRequest request) {
    String message = "Invalid URL (" + request.method() + " " + request.path() + ")";
    throw new RejectedRequest(404, message, null, "unknown_url");
  }
}
