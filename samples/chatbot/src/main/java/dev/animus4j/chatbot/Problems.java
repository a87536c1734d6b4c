package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that failed. */
final class Problems implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final Map<Integer, Problem> BY_STATUS =
      Map.of(
          400, new Problem(400, "invalidRequest", "The request cannot be understood."),
          404, new Problem(404, "notFound", "There is nothing here."),
          405, new Problem(405, "methodNotAllowed", "This cannot be done here."),
          413, new Problem(413, "tooLarge", "That is too much for one request."));

  @Override
  public void handle(RoutingContext request) {
    Problem problem = BY_STATUS.get(request.statusCode());
    answer(request, problem == null ? Problem.of(told(request.failure())) : problem);
  }

  private static Throwable told(Throwable failure) {
    if (Problem.of(failure).status() == 500) {
      LOG.error("A request failed", failure);
    }
    return failure;
  }

  private static void answer(RoutingContext request, Problem problem) {
    var response = request.response();
    if (response.headWritten()) {
      request.request().connection().close();
      return;
    }
    Long wait = problem.retryAfterMs();
    if (wait != null) {
      response.putHeader("Retry-After", Long.toString((wait + 999) / 1000));
    }
    if (!request.request().isEnded()) {
      response.putHeader("Connection", "close");
    }
    response.setStatusCode(problem.status());
    request.json(problem.json());
  }
}
