package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

@VertxTest
class EnvironmentVariablesTest {
  private static ChatOptions options(Vertx vertx, Map<String, String> variables) {
    try (AnimusClient client = AnimusClient.builder(vertx).fromEnv(variables::get).build()) {
      return client.chat().options();
    }
  }

  @Test
  void saysInOneLineWhatIsMissing(Vertx vertx) {
    assertThatThrownBy(() -> options(vertx, Map.of("ANIMUS_API_KEY", " ")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("ANIMUS_API_KEY", "OPENAI_API_KEY", "OPENAI_MODEL")
        .message()
        .doesNotContain("\n");
    assertThatThrownBy(() -> options(vertx, Map.of("OPENAI_API_KEY", "k")))
        .hasMessageContaining("OPENAI_MODEL");
  }

  @Test
  void animusNeedsAKeyOnly(Vertx vertx) {
    assertThat(options(vertx, Map.of("ANIMUS_API_KEY", "k")).template().model())
        .startsWith("vivian");
    assertThat(
            options(
                    vertx,
                    Map.of("ANIMUS_TOKEN_URL", "http://localhost/token", "ANIMUS_MODEL", "x"))
                .template()
                .model())
        .isEqualTo("x");
  }

  @Test
  void aCompatibleServerNeedsNoKey(Vertx vertx) {
    Map<String, String> ollama =
        Map.of("OPENAI_BASE_URL", "http://localhost:11434/v1", "OPENAI_MODEL", "llama");
    assertThat(options(vertx, ollama).template().model()).isEqualTo("llama");
  }

  @Test
  void geminiNeedsAModelToo(Vertx vertx) {
    Map<String, String> gemini =
        Map.of("GEMINI_API_KEY", "k", "GEMINI_MODEL", "g", "GEMINI_IMAGE_MODEL", "i");
    assertThat(options(vertx, gemini).template().model()).isEqualTo("g");
    assertThatThrownBy(() -> options(vertx, Map.of("GEMINI_API_KEY", "k")))
        .hasMessageContaining("GEMINI_MODEL");
  }

  @Test
  void aNonsensicalAddressIsNamed(Vertx vertx) {
    assertThatThrownBy(
            () -> options(vertx, Map.of("ANIMUS_API_KEY", "k", "ANIMUS_BASE_URL", "nowhere")))
        .hasMessageContaining("base URL");
  }

  @Test
  void picturesAreKeptInTheStoreThatIsGiven(Vertx vertx) {
    Simulator simulator = Simulator.start(vertx, 0).await();
    ImageStore store = ImageStore.inMemory(16 << 20);
    Map<String, String> animus =
        Map.of("ANIMUS_API_KEY", "k", "ANIMUS_BASE_URL", simulator.origin() + "/v3");
    AnimusClient client =
        AnimusClient.builder(vertx).fromEnv(animus::get).imageStore(store).build();
    URI picture = client.generateImage("A lighthouse").blockingGet().location();
    assertThat(picture).hasScheme("mem");
    assertThat(store.read(picture).count().blockingGet()).isPositive();
    client.close();
    simulator.close().await();
  }

  /** The simulator is the proxy: it reads the path of an absolute target. */
  @Test
  void theProxyOfTheEnvironmentIsUsed(Vertx vertx) {
    Simulator proxy = Simulator.start(vertx, 0).await();
    Map<String, String> variables =
        Map.of(
            "ANIMUS_API_KEY", "k",
            "ANIMUS_BASE_URL", "http://acme.invalid/v3",
            "HTTP_PROXY", proxy.origin());
    AnimusClient client = AnimusClient.builder(vertx).fromEnv(variables::get).build();
    assertThat(client.chat().send("Hello").ofType(ExchangeCompleted.class).blockingLast().outcome())
        .isEqualTo(ExchangeOutcome.COMPLETED);
    client.close();
    proxy.close().await();
  }

  @Test
  void aSystemPropertyWinsOverAVariable(Vertx vertx) {
    System.setProperty("animus.api.key", "k");
    System.setProperty("animus.model", "from-a-property");
    UnaryOperator<ChatOptions> pirate = options -> options.withSystemMessage("Be a pirate.");
    try (AnimusClient client = AnimusClient.builder(vertx).options(pirate).fromEnv().build()) {
      assertThat(client.chat().options().template().model()).isEqualTo("from-a-property");
      assertThat(client.chat().options().template().messages().get(0).content())
          .isEqualTo("Be a pirate.");
    } finally {
      System.clearProperty("animus.api.key");
      System.clearProperty("animus.model");
    }
  }
}
