package dev.animus4j.simulator;

import io.vertx.core.Future;
import java.util.Set;

/** Who answers at a path, in which dialect, and to whom. */
record Route(Dialect dialect, Access access, Set<String> methods, Endpoint endpoint) {

  /** Who may ask, and whether scripts may interfere. */
  enum Access {
    /** With a bearer token only. */
    GUARDED,
    /** Anybody. */
    OPEN,
    /** Anybody; neither recorded, nor scripted, nor delayed. */
    CONTROL
  }

  /** Makes the answer; a {@link Refusal} thrown becomes an error answer. */
  @FunctionalInterface
  interface Endpoint {
    Future<Answer> answer(Call call);
  }

  static Route guarded(Dialect dialect, String method, Endpoint endpoint) {
    return new Route(dialect, Access.GUARDED, Set.of(method), endpoint);
  }

  static Route open(Dialect dialect, Set<String> methods, Endpoint endpoint) {
    return new Route(dialect, Access.OPEN, methods, endpoint);
  }

  static Route control(Set<String> methods, Endpoint endpoint) {
    return new Route(Dialect.ANIMUS, Access.CONTROL, methods, endpoint);
  }

  /** A path where nobody answers. */
  static Route nowhere(Dialect dialect) {
    return new Route(dialect, Access.OPEN, Set.of(), Route::notFound);
  }

  Future<Answer> answer(Call call, Simulation simulation) {
    return Future.succeededFuture()
        .compose(start -> answerOf(call, simulation))
        .recover(failure -> Future.succeededFuture(failed(failure)));
  }

  private Future<Answer> answerOf(Call call, Simulation simulation) {
    if (!methods.isEmpty() && !methods.contains(call.method())) {
      call.response().putHeader("allow", String.join(", ", methods));
      String message = "Not allowed to " + call.method() + " on " + call.path() + ".";
      throw new Refusal(405, message, null, "method_not_supported");
    }
    if (access == Access.GUARDED) {
      simulation.tokens().check(call.header("authorization"), simulation.settings());
    }
    return endpoint.answer(call);
  }

  private Answer failed(Throwable failure) {
    return failure instanceof Refusal refusal
        ? dialect.refuse(refusal)
        : dialect.refuse(new Refusal(500, "The simulator failed: " + failure, null, null));
  }

  private static Future<Answer> notFound(Call call) {
    String message = "Invalid URL (" + call.method() + " " + call.path() + ")";
    throw new Refusal(404, message, null, "unknown_url");
  }
}
