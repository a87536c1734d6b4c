package dev.animus4j.chatbot;

import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Provider of the chatbot: the one the environment configures, or a simulated one. */
final class ProviderSetup {
  private static final List<String> NAMES =
      List.of(
          "ANIMUS_API_KEY",
          "ANIMUS_TOKEN_URL",
          "OPENAI_API_KEY",
          "OPENAI_BASE_URL",
          "GEMINI_API_KEY");

  private ProviderSetup() {}

  /** Configures a simulated provider, unless the environment configures one. */
  static void ensureConfigured(Vertx vertx) {
    if (NAMES.stream().noneMatch(ProviderSetup::isSet)) {
      Simulator simulator = Simulator.start(vertx, 0).await().latency(Duration.ofMillis(600));
      System.setProperty("animus.api.key", "any");
      System.setProperty("animus.base.url", simulator.origin() + "/v3");
      System.setProperty("animus.vision.model", "simulated-vision");
      System.out.println("No key is set: talking to a simulated provider.");
    }
  }

  private static boolean isSet(String name) {
    String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
    return System.getProperty(property) != null || System.getenv(name) != null;
  }
}
