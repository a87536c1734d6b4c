package dev.animus4j.simulator;

import static dev.animus4j.simulator.Dialect.ANIMUS;
import static dev.animus4j.simulator.Dialect.CLOUDFLARE;
import static dev.animus4j.simulator.Dialect.GEMINI;
import static dev.animus4j.simulator.Dialect.OPENAI;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Every path there is. */
final class Routes {
  private final Map<String, Route> routes = new HashMap<>();
  private final Route pictures;
  private final Route gemini;
  private final Route workersAi;
  private final Route status;
  private final Route deletion;
  private final Route model = Route.guarded(OPENAI, "GET", new Models()::one);

  Routes(Simulation simulation, Gallery gallery, String origin) {
    animus(new AnimusPictures(origin));
    Generations generations = new Generations(origin);
    generations(generations);
    status = Route.guarded(ANIMUS, "GET", generations::status);
    deletion = Route.guarded(ANIMUS, "DELETE", generations::delete);
    openAi(new OpenAiPictures(gallery, origin));
    CloudflarePictures cloudflare = new CloudflarePictures(gallery);
    workers(cloudflare);
    workersAi = Route.guarded(CLOUDFLARE, "POST", cloudflare::run);
    tokens(simulation);
    control(new Control(simulation));
    gemini = Route.open(GEMINI, Set.of("POST"), new GeminiContents(simulation, gallery)::answer);
    pictures = Route.open(ANIMUS, Set.of("GET"), gallery::answer);
    routes.put("/", Route.open(ANIMUS, Set.of("GET"), call -> welcome(origin)));
  }

  Route at(String path) {
    Route route = routes.get(path);
    if (route != null) {
      return route;
    }
    if (path.startsWith("/images/")) {
      return pictures;
    }
    if (path.startsWith("/v1/models/")) {
      return model;
    }
    if (path.startsWith("/v1beta/")) {
      return path.contains(":") ? gemini : Route.nowhere(GEMINI);
    }
    if (path.startsWith("/client/v4/accounts/")) {
      return workersAi;
    }
    if (path.startsWith("/v2/generation/status/")) {
      return status;
    }
    if (path.startsWith("/v2/generation/generations/")) {
      return deletion;
    }
    return Route.nowhere(path.startsWith("/v1/") ? OPENAI : ANIMUS);
  }

  private void animus(AnimusPictures pictures) {
    Completions chat = new Completions(ANIMUS);
    for (String base : Set.of("/v2", "/v3")) {
      routes.put(base + "/chat/completions", Route.guarded(ANIMUS, "POST", chat::answer));
      routes.put(base + "/media/completions", Route.guarded(ANIMUS, "POST", chat::answer));
      routes.put(base + "/generate/image", Route.guarded(ANIMUS, "POST", pictures::answer));
    }
  }

  /** Only the older of the two bases has them. */
  private void generations(Generations generations) {
    routes.put("/v2/generation/create", Route.guarded(ANIMUS, "POST", generations::create));
    routes.put("/v2/generation/batch", Route.guarded(ANIMUS, "POST", generations::batch));
  }

  private void openAi(OpenAiPictures pictures) {
    Completions chat = new Completions(OPENAI);
    routes.put("/v1/chat/completions", Route.guarded(OPENAI, "POST", chat::answer));
    routes.put("/v1/images/generations", Route.guarded(OPENAI, "POST", pictures::generation));
    routes.put("/v1/images/edits", Route.guarded(OPENAI, "POST", pictures::edit));
    routes.put("/v1/models", Route.guarded(OPENAI, "GET", new Models()::all));
  }

  private void workers(CloudflarePictures pictures) {
    routes.put("/workers/flux", Route.open(CLOUDFLARE, Set.of("GET"), pictures::flux));
    routes.put("/workers/sdxl", Route.guarded(CLOUDFLARE, "POST", pictures::sdxl));
  }

  private void tokens(Simulation simulation) {
    TokenIssue issue = new TokenIssue(simulation);
    Set<String> both = Set.of("POST", "GET");
    routes.put("/auth/generate-token", Route.open(ANIMUS, both, issue::forApiKey));
    routes.put("/token", Route.open(ANIMUS, both, issue::forBrowser));
  }

  private void control(Control control) {
    Set<String> list = Set.of("GET", "DELETE");
    routes.put("/_control/script", Route.control(Set.of("POST", "DELETE"), control::script));
    routes.put("/_control/requests", Route.control(list, control::requests));
    routes.put("/_control/settings", Route.control(Set.of("GET", "PATCH"), control::settings));
  }

  private static Future<Answer> welcome(String origin) {
    return Future.succeededFuture(
        Answer.json(
            Json.node()
                .put("name", "Animus4J simulator: a provider on loopback, not a real model")
                .put("animus", origin + "/v3")
                .put("openai", origin + "/v1")
                .put("gemini", origin + "/v1beta")
                .put("cloudflare", origin + "/client/v4")
                .put("workers", origin + "/workers")
                .put("tokenProvider", origin + "/token")));
  }
}
