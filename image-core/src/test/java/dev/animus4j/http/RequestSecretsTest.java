package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.AnimusException.NoImage;
import dev.animus4j.failure.AnimusException.Protocol;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSecretsTest {
  private static final String KEY = "Zq7+tR4/w=Kx9-Lm2.Vb8_Nc5";
  private static final Endpoint ENDPOINT =
      Endpoint.of("provider", "http://127.0.0.1:1", Credentials.none(), Timeouts.chat());

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
  void credentialsInHeadersAreRedacted(String header) {
    for (String value : List.of(KEY, "Bearer " + KEY, "session=" + KEY + "; theme=dark")) {
      RequestSecrets requestSecrets =
          new RequestSecrets(ENDPOINT.post("", null).withHeader(header, value), "");
      for (String echo : echoes()) {
        String told = requestSecrets.redact("Incorrect key " + echo + " for you");
        assertThat(told).as(echo).isEqualTo("Incorrect key … for you");
      }
    }
  }

  @Test
  void ofAnAwsSignatureTheWordsAreNoSecrets() {
    String hex = "8f3a0c1db2e94f5577aa8f3a0c1db2e94f5577aa8f3a0c1db2e94f5577aa0123";
    String value =
        "AWS4-HMAC-SHA256 Credential=AKID1234/20261130/us-east-1/s3/aws4_request, "
            + "SignedHeaders=content-md5;host;x-amz-date, Signature=";
    RequestSecrets secrets =
        new RequestSecrets(ENDPOINT.post("", null).withHeader("Authorization", value + hex), "");

    assertThat(secrets.redact("SignatureDoesNotMatch in us-east-1: content-md5, " + hex))
        .isEqualTo("SignatureDoesNotMatch in us-east-1: content-md5, …");
    assertThat(secrets.redact("no key AKID1234")).isEqualTo("no key …");
  }

  @Test
  void noMoreIsATokenOrAParameter() {
    for (String echo : echoes()) {
      assertThat(new RequestSecrets(ENDPOINT.get(""), KEY).redact("no " + echo)).isEqualTo("no …");
      HttpCall call =
          ENDPOINT.get("").withQueryParameter("prompt", "a fox").withQueryParameter("api_key", KEY);
      assertThat(new RequestSecrets(call, "").redact("no " + echo)).isEqualTo("no …");
      assertThat(new RequestSecrets(call, "").redact("a fox")).isEqualTo("a fox");
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
    echoes.add(KEY.substring(7, KEY.length() - 7));
    echoes.add(KEY.replaceAll(".", "$0 ").strip());
    echoes.add(KEY.substring(0, 10) + "\r\n\t" + KEY.substring(10));
    echoes.add(KEY.substring(0, 10) + "\\n" + KEY.substring(10));
    echoes.add(KEY.replaceAll("[^A-Za-z0-9]", ""));
    echoes.add(KEY.replaceAll("[^A-Za-z0-9]", "*"));
    echoes.add(KEY.replaceAll("(....)", "$1\u200b"));
    echoes.add(new StringBuilder(KEY).reverse().toString());
    echoes.add(wide(KEY));
    echoes.add(percent);
    echoes.add(percent.toLowerCase(Locale.ROOT));
    echoes.add(URLEncoder.encode(percent, UTF_8));
    echoes.add(KEY.replace("/", "\\/"));
    echoes.add(KEY.replace("+", "\\u002B").replace("=", "\\u003d"));
    echoes.add(KEY.replace("+", "&#43;").replace("=", "&#x3D;"));
    echoes.add(KEY.chars().mapToObj("%%%02x"::formatted).reduce("", String::concat));
    echoes.add(KEY.chars().mapToObj("\\u%04X"::formatted).reduce("", String::concat));
    echoes.add(KEY.chars().mapToObj("\\%03o"::formatted).reduce("", String::concat));
    echoes.add(KEY.chars().mapToObj("&#%d;"::formatted).reduce("", String::concat));
    echoes.add(KEY.chars().mapToObj("%02x"::formatted).reduce("", String::concat));
    echoes.add(HexFormat.ofDelimiter(":").formatHex(KEY.getBytes(UTF_8)));
    return echoes;
  }

  /** In full width. */
  private static String wide(String text) {
    return text.chars().mapToObj(c -> Character.toString(c + 0xFEE0)).reduce("", String::concat);
  }

  @Test
  void norAreItsBytesAsNumbersTold() {
    String told =
        new RequestSecrets(ENDPOINT.get(""), KEY)
            .redact("no " + Arrays.toString(KEY.getBytes(UTF_8)));
    assertThat(told).isEqualTo("no …");
  }

  @Test
  void base64HidesNothingWhateverStandsAroundIt() {
    RequestSecrets requestSecrets = new RequestSecrets(ENDPOINT.get(""), KEY);
    for (String before : List.of("", "u", "us", "user:")) {
      for (String after : List.of("", "x", "xx")) {
        byte[] bytes = (before + KEY + after).getBytes(UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          String told = requestSecrets.redact("no " + encoder.encodeToString(bytes));
          assertThat(told).matches("no \\S{0,8}…\\S{0,6}");
        }
      }
    }
  }

  @Test
  void passwordsOfUsersAreSecretsToo() {
    String basic = Base64.getEncoder().encodeToString(("someone:" + KEY).getBytes(UTF_8));
    HttpCall call = ENDPOINT.get("").withHeader("Authorization", "Basic " + basic);
    RequestSecrets requestSecrets = new RequestSecrets(call, "");
    assertThat(requestSecrets.redact("wrong: " + KEY + ", " + basic)).isEqualTo("wrong: …, …");
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "m", "none", "ollama", "x"})
  void shortKeysAreNotRedacted(String key) {
    String text = "The model is overloaded. Any other model may help; " + key + " or none at all.";
    HttpCall call = ENDPOINT.get("").withHeader("x-api-key", key);
    assertThat(new RequestSecrets(call, key).redact(text)).isEqualTo(text);
  }

  @Test
  void failuresWithoutSecretsStayTheSameObject() {
    RequestSecrets requestSecrets = new RequestSecrets(ENDPOINT.get(""), KEY);
    Unavailable failure =
        new Unavailable(
            FailureOrigin.of("provider"), "overloaded", true, new RuntimeException("cause"));
    assertThat(requestSecrets.redact(failure)).isSameAs(failure);
    assertThat(requestSecrets.redact("100 % \\o/ &c.")).isEqualTo("100 % \\o/ &c.");
    RuntimeException other = new RuntimeException("other");
    assertThat(requestSecrets.redact(other)).isSameAs(other);
  }

  @Test
  void nothingInAFailureTellsThem() {
    RequestSecrets requestSecrets = new RequestSecrets(ENDPOINT.get(""), KEY);
    FailureOrigin origin = new FailureOrigin("provider", 400, "request " + KEY, "no " + KEY);
    RuntimeException cause = new RuntimeException("outer", new IllegalStateException(KEY));
    List<AnimusException> failures =
        List.of(
            new ContentPolicy(origin, AnimusException.Stage.PROMPT, List.of("about " + KEY)),
            new NoImage(origin, "I know " + KEY),
            new AnimusException.InvalidRequest(origin, "not " + KEY),
            new AnimusException.ContextLengthExceeded(origin),
            new AnimusException.Authentication(origin, "not " + KEY, cause),
            new AnimusException.QuotaExhausted(origin, null),
            new AnimusException.RateLimited(origin, null),
            new Unavailable(origin, "not " + KEY, true, cause),
            new Protocol(origin, "the answer is text/" + KEY + ", not JSON", cause),
            new AnimusException.Cancelled(origin, "not " + KEY));
    for (AnimusException failure : failures) {
      AnimusException told = (AnimusException) requestSecrets.redact(failure);
      assertThat(told).isExactlyInstanceOf(failure.getClass()).hasNoCause();
      assertThat(told.getMessage()).isEqualTo(failure.getMessage().replace(KEY, "…"));
      assertThat(told.origin()).isEqualTo(new FailureOrigin("provider", 400, "request …", "no …"));
      assertThat(told.getStackTrace()).isEqualTo(failure.getStackTrace());
      assertThat(told.isTransient()).isEqualTo(failure.isTransient());
      assertThat(told.mayHaveRun()).isEqualTo(failure.mayHaveRun());
    }
    assertThat(((ContentPolicy) requestSecrets.redact(failures.get(0))).categories())
        .containsExactly("about …");
    assertThat(((NoImage) requestSecrets.redact(failures.get(1))).text()).isEqualTo("I know …");
  }

  @Test
  void aCauseWithoutAnEndIsLeftOut() {
    IllegalStateException one = new IllegalStateException("one");
    one.initCause(new IllegalArgumentException("other", one));
    Unavailable failure = new Unavailable(FailureOrigin.of("provider"), "not " + KEY, true, one);
    assertThat(new RequestSecrets(ENDPOINT.get(""), KEY).redact(failure))
        .hasNoCause()
        .hasMessage(failure.getMessage().replace(KEY, "…"));
  }

  @Test
  void nothingShowsThemThatIsShown() {
    HttpCall call =
        ENDPOINT
            .withCredentials(Credentials.key(KEY))
            .post("/path", Map.of("key", KEY))
            .withHeader("x-api-key", KEY)
            .withQueryParameter("key", KEY);
    RequestSecrets requestSecrets = new RequestSecrets(call, KEY);
    FetchedTokenCredentials.Handout handout =
        new FetchedTokenCredentials.Handout(new FetchedTokenCredentials.Handout.Issued(KEY), KEY);
    List<Object> shown =
        List.of(
            Credentials.key(KEY),
            call.endpoint(),
            ENDPOINT.withCredentials(new LeakyCredentials(KEY)),
            ENDPOINT.withHeader("X-Gateway", KEY).withQueryParameter("key", KEY),
            AuthorizedCall.of(call, KEY, HttpOptions.defaults()),
            call,
            requestSecrets,
            new ResponseHead("acme", 200, MultiMap.caseInsensitiveMultiMap(), requestSecrets),
            new FetchedTokenCredentials.Token(KEY, 1),
            handout,
            handout.animus(),
            HttpOptions.defaults());
    assertThat(shown).allSatisfy(it -> assertThat(it.toString()).doesNotContain(KEY));
  }

  private record LeakyCredentials(String key) implements Credentials {
    @Override
    public Single<String> token() {
      return Single.just(key);
    }
  }
}
