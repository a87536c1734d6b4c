package dev.animus4j.chatbot;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Responds to failed requests. After a request that is incomplete or not permitted, its connection
 * accepts no further one.
 */
final class ProblemResponses implements Handler<RoutingContext> {
  private static final Map<Integer, Problem> BY_STATUS =
      Map.of(
          400, new Problem(400, "malformed", "The request cannot be understood."),
          404, new Problem(404, "notFound", "There is nothing here."),
          405, new Problem(405, "methodNotAllowed", "This cannot be done here."),
          413, new Problem(413, "tooLarge", "That is too much for one request."));

  private final Connections connections;
  private final RequestFailureLog log;

  ProblemResponses(Connections connections, RequestFailureLog log) {
    this.connections = connections;
    this.log = log;
  }

  @Override
  public void handle(RoutingContext request) {
    Problem known = BY_STATUS.get(request.statusCode());
    Throwable failure = request.failure();
    Problem problem = known == null ? Problem.of(failure) : known;
    boolean isGone =
        failure instanceof SocketException
            || (request.response().closed() && isOfConnection(failure));
    if (known == null && failure != null && !isGone && !(failure instanceof Problem)) {
      log.log(AccessLog.requestId(request), failure);
    }
    AccessLog.setRefusal(request, problem.kind());
    respond(request, problem);
  }

  /** Whether a failure is one that a client who leaves causes, and no error. */
  private static boolean isOfConnection(@Nullable Throwable failure) {
    return failure instanceof VertxException
        || failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof IllegalStateException;
  }

  private void respond(RoutingContext request, Problem problem) {
    var response = request.response();
    if (response.headWritten()) {
      connections.abort(request.request());
      return;
    }
    Long wait = problem.retryAfterMs();
    if (wait != null) {
      response.putHeader("Retry-After", Long.toString((wait + 999) / 1000));
    }
    boolean closing = problem.closesConnection() || hasUnreadBody(request.request());
    if (closing) {
      connections.stopReading(request.request());
      response.putHeader("Connection", "close");
    }
    response.setStatusCode(problem.status());
    Future<Void> written = request.json(problem.toJson());
    if (closing) {
      written.onComplete(done -> connections.close(request.request()));
    }
  }

  /** Whether there is a body that has not been received completely. */
  private static boolean hasUnreadBody(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    boolean hasBody =
        length == null ? request.headers().contains("Transfer-Encoding") : !length.equals("0");
    return hasBody && !request.isEnded();
  }
}
