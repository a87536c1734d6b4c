package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Last handler of all requests: tells the methods of a path by {@code Allow}, as the answer to
 * OPTIONS, and with 405 to other methods; unknown paths are not found.
 *
 * @param files whether a path is that of a file of the page
 */
record AllowedMethods(Router router, Predicate<String> files) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext request) {
    Set<String> allowed = allowed("" + request.request().path());
    if (allowed.isEmpty()) {
      throw Problem.notFound("There is nothing here.");
    }
    allowed.add(HttpMethod.OPTIONS.name());
    request.response().putHeader("Allow", String.join(", ", allowed));
    if (!request.request().method().equals(HttpMethod.OPTIONS)) {
      throw new Problem(405, "methodNotAllowed", "This cannot be done here.");
    }
    request.response().setStatusCode(204).end();
  }

  private Set<String> allowed(String path) {
    Set<String> allowed = new TreeSet<>();
    router.getRoutes().stream()
        .filter(route -> route.methods() != null && isFor(route, path))
        .flatMap(route -> route.methods().stream())
        .forEach(method -> allowed.add(method.name()));
    return allowed;
  }

  private boolean isFor(Route route, String path) {
    return route.getPath() == null
        ? files.test(path)
        : path.matches(route.getPath().replaceAll(":\\w+", "[^/]+"));
  }
}
