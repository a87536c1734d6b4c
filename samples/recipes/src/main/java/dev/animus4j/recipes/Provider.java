package dev.animus4j.recipes;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.image.provider.GeminiImages;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.util.List;

/** Whom a recipe talks to: the environment's provider, or a simulated one. */
final class Provider {
  private static final List<String> NAMES =
      List.of("ANIMUS_API_KEY", "ANIMUS_TOKEN_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL");

  private Provider() {}

  /** Sets up a simulated provider as the environment's, if that names none. */
  static Vertx ready() {
    Vertx vertx = Vertx.vertx();
    if (NAMES.stream().noneMatch(System.getenv()::containsKey)) {
      simulate(vertx);
    }
    return vertx;
  }

  /** Sets up a simulated provider as the environment's; gives where it is. */
  static String simulate(Vertx vertx) {
    String origin = Simulator.start(vertx, 0).await().origin();
    System.setProperty("animus.api.key", "any");
    System.setProperty("animus.base.url", origin + "/v3");
    System.out.println("No key is set: talking to a simulated provider.");
    return origin;
  }

  static Endpoint gemini(Vertx vertx) {
    String key = named("GEMINI_API_KEY", named("GOOGLE_API_KEY", ""));
    Endpoint gemini = GeminiImages.endpoint(Credentials.key(key.isEmpty() ? "any" : key));
    return key.isEmpty() ? gemini.withBaseUrl(simulate(vertx) + "/v1beta") : gemini;
  }

  static String openAiUrl(String simulated) {
    boolean isOpenAi = System.getenv().containsKey("OPENAI_API_KEY");
    return named("OPENAI_BASE_URL", isOpenAi ? "https://api.openai.com/v1" : simulated + "/v1");
  }

  static String named(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }
}
