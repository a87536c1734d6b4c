package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.AnimusException.NoImage;
import dev.animus4j.failure.AnimusException.Protocol;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String KEY = "Zq7+tR4/w=Kx9-Lm2.Vb8_Nc5";
  private static final Endpoint ENDPOINT =
      Endpoint.of("provider", "http://127.0.0.1:1", Credentials.none(), Timeouts.text());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Proxy-Authorization",
        "x-goog-api-key",
        "X-Api-Key",
        "api-key",
        "X-Auth-Token",
        "Cookie",
        "X-Amz-Signature",
        "client-secret"
      })
  void whatIsSentAsACredentialIsNotTold(String header) {
    for (String value : List.of(KEY, "Bearer " + KEY, "session=" + KEY + "; theme=dark")) {
      Secrets secrets = new Secrets(ENDPOINT.post("", null).header(header, value), "");
      for (String echo : echoes()) {
        String told = secrets.redacted("Incorrect key " + echo + " for you");
        assertThat(told).as(echo).isEqualTo("Incorrect key … for you");
      }
    }
  }

  @Test
  void noMoreIsATokenOrAParameter() {
    for (String echo : echoes()) {
      assertThat(new Secrets(ENDPOINT.get(""), KEY).redacted("no " + echo)).isEqualTo("no …");
      HttpCall call = ENDPOINT.get("").query("prompt", "a fox").query("api_key", KEY);
      assertThat(new Secrets(call, "").redacted("no " + echo)).isEqualTo("no …");
      assertThat(new Secrets(call, "").redacted("a fox")).isEqualTo("a fox");
    }
  }

  private static List<String> echoes() {
    String percent = URLEncoder.encode(KEY, UTF_8);
    List<String> echoes = new ArrayList<>();
    echoes.add(KEY);
    echoes.add(KEY.toLowerCase(Locale.ROOT));
    echoes.add(KEY.toUpperCase(Locale.ROOT));
    echoes.add(KEY.substring(0, 8));
    echoes.add(KEY.substring(KEY.length() - 8));
    echoes.add(percent);
    echoes.add(percent.toLowerCase(Locale.ROOT));
    echoes.add(URLEncoder.encode(percent, UTF_8));
    echoes.add(KEY.replace("/", "\\/"));
    echoes.add(KEY.replace("+", "\\u002B").replace("=", "\\u003d"));
    echoes.add(KEY.replace("+", "&#43;").replace("=", "&#x3D;"));
    echoes.add(KEY.chars().mapToObj("%%%02x"::formatted).reduce("", String::concat));
    echoes.add(KEY.chars().mapToObj("\\u%04X"::formatted).reduce("", String::concat));
    echoes.add(KEY.chars().mapToObj("%02x"::formatted).reduce("", String::concat));
    return echoes;
  }

  @Test
  void base64HidesNothingWhateverStandsAroundIt() {
    Secrets secrets = new Secrets(ENDPOINT.get(""), KEY);
    for (String before : List.of("", "u", "us", "user:")) {
      for (String after : List.of("", "x", "xx")) {
        byte[] bytes = (before + KEY + after).getBytes(UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          String told = secrets.redacted("no " + encoder.encodeToString(bytes));
          assertThat(told).matches("no \\S{0,8}…\\S{0,6}");
        }
      }
    }
  }

  @Test
  void passwordsOfUsersAreSecretsToo() {
    String basic = Base64.getEncoder().encodeToString(("someone:" + KEY).getBytes(UTF_8));
    HttpCall call = ENDPOINT.get("").header("Authorization", "Basic " + basic);
    Secrets secrets = new Secrets(call, "");
    assertThat(secrets.redacted("wrong: " + KEY + ", " + basic)).isEqualTo("wrong: …, …");
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "m", "none", "ollama", "x"})
  void whatIsTooShortToBeASecretBlanksNoWord(String key) {
    String text = "The model is overloaded. Any other model may help; " + key + " or none at all.";
    HttpCall call = ENDPOINT.get("").header("x-api-key", key);
    assertThat(new Secrets(call, key).redacted(text)).isEqualTo(text);
  }

  @Test
  void whatHasNoSecretInItStaysTheSameObject() {
    Secrets secrets = new Secrets(ENDPOINT.get(""), KEY);
    Unavailable failure =
        new Unavailable(Origin.of("provider"), "overloaded", true, new RuntimeException("cause"));
    assertThat(secrets.redacted(failure)).isSameAs(failure);
    assertThat(secrets.redacted("100 % \\o/ &c.")).isEqualTo("100 % \\o/ &c.");
    RuntimeException other = new RuntimeException("other");
    assertThat(secrets.redacted(other)).isSameAs(other);
  }

  @Test
  void nothingInAFailureTellsThem() {
    Secrets secrets = new Secrets(ENDPOINT.get(""), KEY);
    Origin origin = new Origin("provider", 400, "request " + KEY, "no " + KEY);
    RuntimeException cause = new RuntimeException("outer", new IllegalStateException(KEY));
    List<AnimusException> failures =
        List.of(
            new ContentPolicy(origin, AnimusException.Stage.PROMPT, List.of("about " + KEY)),
            new NoImage(origin, "I know " + KEY),
            new AnimusException.InvalidRequest(origin, "not " + KEY),
            new AnimusException.Authentication(origin, "not " + KEY, cause),
            new AnimusException.QuotaExhausted(origin, null),
            new AnimusException.RateLimited(origin, null),
            new Unavailable(origin, "not " + KEY, true, cause),
            new Protocol(origin, "the answer is text/" + KEY + ", not JSON", cause),
            new AnimusException.Cancelled(origin, "not " + KEY));
    for (AnimusException failure : failures) {
      AnimusException told = (AnimusException) secrets.redacted(failure);
      assertThat(told).isExactlyInstanceOf(failure.getClass()).hasNoCause();
      assertThat(told.getMessage()).isEqualTo(failure.getMessage().replace(KEY, "…"));
      assertThat(told.origin()).isEqualTo(new Origin("provider", 400, "request …", "no …"));
      assertThat(told.getStackTrace()).isEqualTo(failure.getStackTrace());
      assertThat(told.isTransient()).isEqualTo(failure.isTransient());
      assertThat(told.mayHaveRun()).isEqualTo(failure.mayHaveRun());
    }
    assertThat(((ContentPolicy) secrets.redacted(failures.get(0))).categories())
        .containsExactly("about …");
    assertThat(((NoImage) secrets.redacted(failures.get(1))).text()).isEqualTo("I know …");
  }

  @Test
  void nothingShowsThemThatIsShown() {
    HttpCall call =
        ENDPOINT
            .withCredentials(Credentials.key(KEY))
            .post("/path", Map.of("key", KEY))
            .header("x-api-key", KEY)
            .query("key", KEY);
    Secrets secrets = new Secrets(call, KEY);
    TokenProvider.Handout handout =
        new TokenProvider.Handout(new TokenProvider.Handout.Issued(KEY), KEY);
    List<Object> shown =
        List.of(
            Credentials.key(KEY),
            call.endpoint(),
            ENDPOINT.withCredentials(new Telling(KEY)),
            call,
            secrets,
            new Head(200, MultiMap.caseInsensitiveMultiMap(), secrets),
            new TokenProvider.Token(KEY, 1),
            handout,
            handout.animus(),
            HttpOptions.defaults());
    assertThat(shown).allSatisfy(it -> assertThat(it.toString()).doesNotContain(KEY));
  }

  private record Telling(String key) implements Credentials {
    @Override
    public Single<String> token() {
      return Single.just(key);
    }
  }
}
