package dev.animus4j.recipes;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.image.provider.GeminiImages;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.util.List;

/** Whom a recipe talks to. */
final class Provider {
  private static final List<String> NAMES =
      List.of("ANIMUS_API_KEY", "ANIMUS_TOKEN_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL");

  private Provider() {}

  /** Starts a simulated provider, and sets it up as the environment's, if that names none. */
  static Vertx ready() {
    Vertx vertx = Vertx.vertx();
    if (NAMES.stream().noneMatch(System.getenv()::containsKey)) {
      simulate(vertx);
    }
    return vertx;
  }

  static void simulate(Vertx vertx) {
    Simulator simulator = Simulator.start(vertx, 0).await();
    System.setProperty("animus.api.key", "any");
    System.setProperty("animus.base.url", simulator.origin() + "/v3");
    System.out.println("No key is set: talking to a simulated provider.");
  }

  /** Gemini with the key that the environment has; a simulated one when it has none. */
  static Endpoint gemini(Vertx vertx) {
    for (String name : List.of("GEMINI_API_KEY", "GOOGLE_API_KEY")) {
      if (System.getenv().containsKey(name)) {
        return GeminiImages.endpoint(Credentials.key(System.getenv(name)));
      }
    }
    Simulator simulator = Simulator.start(vertx, 0).await();
    System.out.println("No key is set: talking to a simulated provider.");
    return GeminiImages.endpoint(Credentials.key("any"))
        .withBaseUrl(simulator.origin() + "/v1beta");
  }
}
