package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.AuthenticationScheme;
import dev.animus4j.http.Credentials;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that a backend hands out, and that are sent in a header of their own. */
class HeaderKeyRenewalTest {
  private static final String TOKEN = "/token";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private Credentials fetched;

  @BeforeEach
  void open() {
    String url = PROVIDER.simulator().tokenLifetime(Duration.ofHours(1)).origin() + TOKEN;
    fetched = Credentials.tokenProvider(PROVIDER.http(), url);
  }

  @ParameterizedTest
  @CsvSource({"401, UNAUTHENTICATED, X", "400, INVALID_ARGUMENT, API_KEY_INVALID"})
  void aRefusedKeyIsFetchedAnewAndTheQuestionRepeatedOnce(int status, String name, String reason) {
    for (ChatRequest request : List.of(HELLO, STREAMING)) {
      expectRenewal(gemini(), request, "x-goog-api-key", refusal(status, name, reason));
      expectRenewal(compatible(), request, "api-key", refusal(status, name, reason));
    }
  }

  private static void expectRenewal(
      ChatModel model, ChatRequest request, String header, ScriptedResponse refusal) {
    parts(model, request);
    PROVIDER.simulator().reset().script(refusal);

    assertThat(parts(model, request)).isNotEmpty();

    List<ReceivedRequest> received = PROVIDER.simulator().requests();
    assertThat(received).hasSize(3);
    assertThat(received.get(1).path()).isEqualTo(TOKEN);
    assertThat(received.get(2).path()).isEqualTo(received.get(0).path());
    assertThat(received.get(2).body()).isEqualTo(received.get(0).body());
    assertThat(received.get(0).header(header)).startsWith("ey");
    assertThat(received.get(2).header(header))
        .startsWith("ey")
        .isNotEqualTo(received.get(0).header(header));
  }

  @Test
  void aSecondRefusalIsAFailure() {
    parts(gemini(), HELLO);
    PROVIDER.simulator().reset().script(refusal(401, "UNAUTHENTICATED", "X"));
    PROVIDER
        .simulator()
        .script(
            ScriptedResponse.ruleBased().forPath(TOKEN),
            refusal(400, "INVALID_ARGUMENT", "API_KEY_INVALID"));

    assertThat(failure(gemini(), HELLO)).isInstanceOf(AnimusException.Authentication.class);
    assertThat(PROVIDER.simulator().requests()).hasSize(3);
  }

  @Test
  void aFixedKeyThatIsRefusedIsNotSentAgain() {
    ChatModel model = gemini(Credentials.key("mine"));
    PROVIDER.simulator().script(refusal(400, "INVALID_ARGUMENT", "API_KEY_INVALID"));

    assertThat(failure(model, HELLO)).isInstanceOf(AnimusException.Authentication.class);
    assertThat(PROVIDER.simulator().requests()).hasSize(1);
  }

  private ChatModel gemini() {
    return gemini(fetched);
  }

  private static ChatModel gemini(Credentials credentials) {
    String url = PROVIDER.simulator().origin() + "/v1beta";
    return GeminiChat.create(
        PROVIDER.http(), GeminiChat.endpoint(credentials).withBaseUrl(url), "any");
  }

  private ChatModel compatible() {
    String url = PROVIDER.simulator().origin() + "/v1";
    return OpenAiCompatibleChat.create(
        PROVIDER.http(),
        OpenAiCompatibleChat.endpoint(url, fetched)
            .withAuthentication(AuthenticationScheme.header("api-key")),
        "any");
  }

  private static ScriptedResponse refusal(int status, String name, String reason) {
    String error =
        "{'error':{'code':%d,'message':'No.','status':'%s','details':[{'reason':'%s'}]}}"
            .formatted(status, name, reason);
    return ScriptedResponse.status(status).body(error.replace('\'', '"'));
  }
}
