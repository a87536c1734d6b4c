package dev.animus4j.recipes;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;

/** Provider of the recipes: the one the environment configures, or a simulated one. */
final class RecipeProvider {
  private static final List<String> NAMES =
      List.of("ANIMUS_API_KEY", "ANIMUS_TOKEN_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL");

  private RecipeProvider() {}

  /** Configures a simulated provider, unless the environment configures one. */
  static void setUp() {
    if (NAMES.stream().noneMatch(System.getenv()::containsKey)) {
      simulate();
    }
  }

  /** Configures a simulated provider, which ends with the program, and returns its origin. */
  static String simulate() {
    Vertx daemons = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    String origin = Simulator.start(daemons, 0).await().origin();
    System.setProperty("animus.api.key", "any");
    System.setProperty("animus.base.url", origin + "/v3");
    System.out.println("No key is set: talking to a simulated provider.");
    return origin;
  }

  static Endpoint gemini() {
    String key = variable("GEMINI_API_KEY", variable("GOOGLE_API_KEY", ""));
    Endpoint gemini = GeminiImages.endpoint(Credentials.key(key.isEmpty() ? "any" : key));
    return key.isEmpty() ? gemini.withBaseUrl(simulate() + "/v1beta") : gemini;
  }

  static String openAiUrl(String simulated) {
    boolean isOpenAi = System.getenv().containsKey("OPENAI_API_KEY");
    return variable("OPENAI_BASE_URL", isOpenAi ? "https://api.openai.com/v1" : simulated + "/v1");
  }

  static String variable(String name, String fallback) {
    return System.getenv().getOrDefault(name, fallback);
  }
}
