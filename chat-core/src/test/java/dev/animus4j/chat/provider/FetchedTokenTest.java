package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.KEY;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Animus asked with tokens that a backend hands out. */
class FetchedTokenTest {
  private static final String TOKEN = "/token";
  private static final String CHAT = "/v3/chat/completions";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private AnimusChat animus;

  @BeforeEach
  void open() {
    String url = PROVIDER.simulator().tokenLifetime(Duration.ofHours(1)).origin() + TOKEN;
    animus = PROVIDER.animus(Credentials.tokenProvider(PROVIDER.http(), url));
  }

  private static List<String> paths() {
    return PROVIDER.simulator().requests().stream().map(ReceivedRequest::path).toList();
  }

  private static List<String> bearers() {
    return PROVIDER.simulator().requests().stream()
        .filter(request -> request.path().equals(CHAT))
        .map(request -> request.header("Authorization"))
        .toList();
  }

  @Test
  @DisplayName("calls that need a token at the same time share one fetch")
  void aTokenIsFetchedOnceForAll() {
    PROVIDER
        .simulator()
        .script(ScriptedResponse.ruleBased().forPath(TOKEN).delay(Duration.ofMillis(20)));

    List<ChatResponse> replies =
        Flowable.range(0, 20).flatMapSingle(i -> animus.reply(HELLO)).toList().blockingGet();
    parts(animus, STREAMING);

    assertThat(replies).hasSize(20);
    assertThat(paths()).startsWith(TOKEN).hasSize(22).containsOnlyOnce(TOKEN);
    assertThat(bearers()).allMatch(bearer -> bearer.startsWith("Bearer ey"));
    assertThat(bearers().stream().distinct()).hasSize(1);
  }

  @Test
  void theTokenIsAskedForWithoutKeyAndBody() {
    parts(animus, HELLO);

    ReceivedRequest request = PROVIDER.simulator().requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body()).isEmpty();
    assertThat(request.header("Accept")).isEqualTo("application/json");
    assertThat(request.header("Authorization")).isNull();
    assertThat(request.header("Content-Type")).isNull();
  }

  @Test
  void aRefusedTokenIsRenewedOnceAndTheQuestionRepeatedOnce() {
    for (ChatRequest request : List.of(HELLO, STREAMING)) {
      parts(animus, HELLO);
      PROVIDER.simulator().revokeTokens().reset();

      assertThat(parts(animus, request)).isNotEmpty();

      assertThat(paths()).containsExactly(CHAT, TOKEN, CHAT);
      assertThat(bearers().stream().distinct()).hasSize(2);
      assertThat(PROVIDER.simulator().requests().get(0).body())
          .isEqualTo(PROVIDER.simulator().requests().get(2).body());
    }
  }

  @Test
  void aSecondRefusalIsAFailure() {
    PROVIDER.simulator().acceptOnly("another key");

    AnimusException failure = failure(animus, HELLO);

    assertThat(failure).isInstanceOf(AnimusException.Authentication.class);
    assertThat(failure.isTransient()).isFalse();
    assertThat(failure).hasMessageStartingWith("Animus: ").hasMessageContaining("(HTTP 401)");
    assertThat(paths()).containsExactly(TOKEN, CHAT, TOKEN, CHAT);
  }

  @Test
  @DisplayName("a key will do too, and is not repeated when it is refused")
  void aKeyIsNotRenewed() {
    assertThat(parts(PROVIDER.animus(), HELLO)).isNotEmpty();
    assertThat(bearers()).containsExactly("Bearer " + KEY);

    PROVIDER.simulator().reset().acceptOnly("another key");
    assertThat(failure(PROVIDER.animus(), HELLO))
        .isInstanceOf(AnimusException.Authentication.class);
    assertThat(paths()).containsExactly(CHAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'animus':{'token':'JWT'},'livekit':{'voice':{'token':'x','url':'wss://x'}}}",
        "{'animus':{'token':'JWT'},'accessToken':'other'}",
        "{'accessToken':'JWT'}"
      })
  @DisplayName("a token may come in the form of the code or in that of the docs")
  void aTokenIsFoundWhereverItIs(String handout) {
    String jwt = jwt("{\"exp\":" + (System.currentTimeMillis() / 1000 + 3600) + "}");
    String body = handout.replace('\'', '"').replace("JWT", jwt);
    PROVIDER.simulator().script(ScriptedResponse.status(200).body(body).forPath(TOKEN));

    parts(animus, HELLO);

    assertThat(bearers()).containsExactly("Bearer " + jwt);
  }

  @Test
  @DisplayName("a token that does not say when it expires is rejected")
  void aTokenWithoutExpiryIsRejected() {
    String body = "{\"accessToken\":\"" + jwt("{\"sub\":\"me\"}") + "\"}";
    PROVIDER.simulator().script(ScriptedResponse.status(200).body(body).forPath(TOKEN));

    assertThat(failure(animus, HELLO))
        .isInstanceOf(AnimusException.Authentication.class)
        .hasMessageContaining("no exp claim");
    assertThat(paths()).containsExactly(TOKEN);
  }

  @Test
  void aTokenThatIsAboutToExpireIsReplacedBeforeItIsRefused() {
    PROVIDER.simulator().tokenLifetime(Duration.ofSeconds(59));

    parts(animus, HELLO);
    parts(animus, HELLO);

    assertThat(paths()).containsExactly(TOKEN, CHAT, TOKEN, CHAT);
  }

  @Test
  void aBackendThatFailsFailsTheCallAndIsAskedAgainByTheNext() {
    PROVIDER.simulator().script(ScriptedResponse.status(503).forPath(TOKEN));

    assertThat(failure(animus, HELLO))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageStartingWith("token provider: ");
    assertThat(parts(animus, HELLO)).isNotEmpty();
    assertThat(paths()).containsExactly(TOKEN, TOKEN, CHAT);
  }

  private static String jwt(String claims) {
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return "eyJhbGciOiJub25lIn0." + encoded + ".x";
  }
}
