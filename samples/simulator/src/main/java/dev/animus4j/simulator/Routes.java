package dev.animus4j.simulator;

import static dev.animus4j.simulator.Dialect.ANIMUS;
import static dev.animus4j.simulator.Dialect.CLOUDFLARE;
import static dev.animus4j.simulator.Dialect.GEMINI;
import static dev.animus4j.simulator.Dialect.OPENAI;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Table of all paths and their routes. */
final class Routes {
  private final Map<String, Route> routes = new HashMap<>();
  private final Route images;
  private final Route gemini;
  private final Route workersAi;
  private final Route status;
  private final Route deletion;
  private final Route model = Route.guarded(OPENAI, "GET", new ModelRoutes()::get);

  Routes(SimulatorState simulatorState, ImageRenderer imageRenderer, String origin) {
    addAnimus(new AnimusImageRoutes(origin));
    GenerationRoutes generationRoutes = new GenerationRoutes(origin);
    addGenerations(generationRoutes);
    status = Route.guarded(ANIMUS, "GET", generationRoutes::status);
    deletion = Route.guarded(ANIMUS, "DELETE", generationRoutes::delete);
    addOpenAi(new OpenAiImageRoutes(imageRenderer, origin));
    CloudflareImageRoutes cloudflare = new CloudflareImageRoutes(imageRenderer);
    addWorkers(cloudflare);
    workersAi = Route.guarded(CLOUDFLARE, "POST", cloudflare::run);
    addTokens(simulatorState);
    addControl(new ControlRoutes(simulatorState));
    gemini =
        Route.open(
            GEMINI,
            Set.of("POST"),
            new GeminiRoutes(simulatorState, imageRenderer)::generateContent);
    images = Route.open(ANIMUS, Set.of("GET"), imageRenderer::serve);
    routes.put("/", Route.open(ANIMUS, Set.of("GET"), request -> welcome(origin)));
  }

  Route find(String path) {
    Route route = routes.get(path);
    if (route != null) {
      return route;
    }
    if (path.startsWith("/images/")) {
      return images;
    }
    if (GeminiRoutes.isMethod(path)) {
      return gemini;
    }
    if (path.startsWith("/v1/models/")) {
      return model;
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
    return Route.unknown(dialect(path));
  }

  private static Dialect dialect(String path) {
    return path.startsWith("/v1beta/") ? GEMINI : path.startsWith("/v1/") ? OPENAI : ANIMUS;
  }

  private void addAnimus(AnimusImageRoutes images) {
    ChatRoutes chat = new ChatRoutes(ANIMUS);
    for (String base : Set.of("/v2", "/v3")) {
      routes.put(base + "/chat/completions", Route.guarded(ANIMUS, "POST", chat::complete));
      routes.put(base + "/media/completions", Route.guarded(ANIMUS, "POST", chat::complete));
      routes.put(base + "/generate/image", Route.guarded(ANIMUS, "POST", images::generate));
    }
  }

  /** Adds the routes that only the older of the two base paths has. */
  private void addGenerations(GenerationRoutes generationRoutes) {
    routes.put("/v2/generation/create", Route.guarded(ANIMUS, "POST", generationRoutes::create));
    routes.put("/v2/generation/batch", Route.guarded(ANIMUS, "POST", generationRoutes::batch));
  }

  private void addOpenAi(OpenAiImageRoutes images) {
    ChatRoutes chat = new ChatRoutes(OPENAI);
    routes.put("/v1/chat/completions", Route.guarded(OPENAI, "POST", chat::complete));
    routes.put("/v1/images/generations", Route.guarded(OPENAI, "POST", images::generate));
    routes.put("/v1/images/edits", Route.guarded(OPENAI, "POST", images::edit));
    routes.put("/v1/models", Route.guarded(OPENAI, "GET", new ModelRoutes()::list));
  }

  private void addWorkers(CloudflareImageRoutes images) {
    routes.put("/workers/flux", Route.open(CLOUDFLARE, Set.of("GET"), images::flux));
    routes.put("/workers/sdxl", Route.guarded(CLOUDFLARE, "POST", images::sdxl));
  }

  private void addTokens(SimulatorState simulatorState) {
    TokenRoutes issue = new TokenRoutes(simulatorState);
    Set<String> both = Set.of("POST", "GET");
    routes.put("/auth/generate-token", Route.open(ANIMUS, both, issue::issueForApiKey));
    routes.put("/token", Route.open(ANIMUS, both, issue::issueForBrowser));
  }

  private void addControl(ControlRoutes controlRoutes) {
    Set<String> list = Set.of("GET", "DELETE");
    routes.put("/_control/script", Route.control(Set.of("POST", "DELETE"), controlRoutes::script));
    routes.put("/_control/faults", Route.control(Set.of("GET"), controlRoutes::faults));
    routes.put("/_control/requests", Route.control(list, controlRoutes::requests));
    routes.put(
        "/_control/settings", Route.control(Set.of("GET", "PATCH"), controlRoutes::settings));
  }

  private static Future<SimulatedResponse> welcome(String origin) {
    return Future.succeededFuture(
        SimulatedResponse.json(
            JsonBuffers.node()
                .put("name", "Animus4J simulator: a provider on loopback, not a real model")
                .put("animus", origin + "/v3")
                .put("openai", origin + "/v1")
                .put("gemini", origin + "/v1beta")
                .put("cloudflare", origin + "/client/v4")
                .put("workers", origin + "/workers")
                .put("tokenProvider", origin + "/token")));
  }
}
