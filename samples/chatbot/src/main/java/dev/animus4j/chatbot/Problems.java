package dev.animus4j.chatbot;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Answers requests that failed. Of who did not finish his request, or has no business here, no
 * further one is heard.
 */
final class Problems implements Handler<RoutingContext> {
  private static final Map<Integer, Problem> BY_STATUS =
      Map.of(
          400, new Problem(400, "malformed", "The request cannot be understood."),
          404, new Problem(404, "notFound", "There is nothing here."),
          405, new Problem(405, "methodNotAllowed", "This cannot be done here."),
          413, new Problem(413, "tooLarge", "That is too much for one request."));

  private final Connections connections;
  private final FailureLog log;

  Problems(Connections connections, FailureLog log) {
    this.connections = connections;
    this.log = log;
  }

  @Override
  public void handle(RoutingContext request) {
    Problem known = BY_STATUS.get(request.statusCode());
    Throwable failure = request.failure();
    Problem problem = known == null ? Problem.of(failure) : known;
    boolean isGone = failure instanceof VertxException && request.response().closed();
    if (known == null && failure != null && !isGone && !(failure instanceof Problem)) {
      log.log(AccessLog.name(request), failure);
    }
    AccessLog.refused(request, problem.kind());
    answer(request, problem);
  }

  private void answer(RoutingContext request, Problem problem) {
    var response = request.response();
    if (response.headWritten()) {
      connections.abort(request.request());
      return;
    }
    Long wait = problem.retryAfterMs();
    if (wait != null) {
      response.putHeader("Retry-After", Long.toString((wait + 999) / 1000));
    }
    boolean last = problem.isFinal() || isUnfinished(request.request());
    if (last) {
      connections.last(request.request());
      response.putHeader("Connection", "close");
    }
    response.setStatusCode(problem.status());
    Future<Void> answered = request.json(problem.json());
    if (last) {
      answered.onComplete(done -> connections.close(request.request()));
    }
  }

  /** Whether there is a body that may still be on its way. */
  private static boolean isUnfinished(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    boolean hasBody =
        length == null ? request.headers().contains("Transfer-Encoding") : !length.equals("0");
    return hasBody && !request.isEnded();
  }
}
