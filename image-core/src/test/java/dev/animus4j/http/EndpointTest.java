package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.acme.ai/v2, chat, https://api.acme.ai/v2/chat",
    "https://api.acme.ai/v2/, chat, https://api.acme.ai/v2/chat",
    "https://api.acme.ai/v2, /chat, https://api.acme.ai/v2/chat",
    "https://api.acme.ai/v2/, /chat/x, https://api.acme.ai/v2/chat/x",
    "http://localhost:11434, v1, http://localhost:11434/v1",
    "https://worker.acme.dev/, '', https://worker.acme.dev/",
    "' https://worker.acme.dev ', '', https://worker.acme.dev",
    "https://a.ai, @cf/flux:run, https://a.ai/@cf/flux:run",
    "https://a.ai/v1?api-version=1, chat, https://a.ai/v1/chat?api-version=1",
    "https://a.ai/v1/?a=1&b=/x, /chat, https://a.ai/v1/chat?a=1&b=/x",
    "https://a.ai?key=1, '', https://a.ai?key=1",
    "https://a.ai?key=1, x, https://a.ai/x?key=1"
  })
  void pathsAreJoinedWithOneSlash(String base, String path, String url) {
    assertThat(endpoint(base).get(path).url()).hasToString(url);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, must start with http:// or https://",
    "'', must start with http:// or https://",
    "ftp://a.ai, must start with http:// or https://",
    "https://, is not a URL: Expected authority",
    "https:///x, names no host",
    "https://a b.ai, is not a URL: Illegal character in authority",
    "https://me:secret@a.ai, must not contain user or fragment",
    "https://a.ai#x, must not contain user or fragment"
  })
  void otherBaseUrlsAreRefusedInOneLineWithoutQuotingThem(String base, String why) {
    assertThatThrownBy(() -> endpoint(base))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("acme: the base URL " + why)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aChatResponseThatIsNotStreamedMayTakeTheWholeTimeUnlessTheUserSaysOtherwise() {
    Timeouts chat = Timeouts.chat();
    assertThat(chat.forWholeResponse())
        .isEqualTo(chat.withFirstByte(chat.total()).withGap(chat.total()));
    Timeouts mine = chat.withFirstByte(Duration.ofSeconds(5)).withGap(Duration.ofSeconds(3));
    assertThat(mine.forWholeResponse()).isEqualTo(mine);
  }

  @Test
  void queryParametersAreEncoded() {
    HttpCall call =
        endpoint("https://a.ai")
            .get("x")
            .withQueryParameter("prompt", "a b&c/é+😀")
            .withQueryParameter("n", "1");
    assertThat(call.url().getRawQuery()).isEqualTo("prompt=a%20b%26c%2F%C3%A9%2B%F0%9F%98%80&n=1");
  }

  @Test
  void queryAndHeadersOfTheEndpointAreThoseOfEachCall() {
    Endpoint gateway =
        endpoint("https://a.ai/v1?a=1")
            .withQueryParameter("api version", "1&2")
            .withHeader("X-Tenant", "acme");
    HttpCall call = gateway.post("chat", Map.of()).withQueryParameter("n", "3");
    assertThat(call.url()).hasToString("https://a.ai/v1/chat?a=1&api%20version=1%262&n=3");
    assertThat(call.withHeader("x", "y").headers())
        .containsOnly(entry("X-Tenant", "acme"), entry("x", "y"));
    assertThat(gateway.delete("chat").url())
        .hasToString("https://a.ai/v1/chat?a=1&api%20version=1%262");
  }

  @Test
  void aHeaderReplacesTheOneOfTheSameNameInAnyCase() {
    HttpCall call = endpoint("https://a.ai").withHeader("X-A", "1").withHeader("x-a", "2").get("x");
    assertThat(call.headers()).hasSize(1).containsValue("2");
    assertThat(call.withHeader("X-a", "3").headers()).hasSize(1).containsValue("3");
  }

  @Test
  void nothingThatACallCarriesIsShown() {
    HttpCall call =
        endpoint("https://a.ai")
            .post("x", "body secret")
            .withQueryParameter("q", "secret")
            .withHeader("k", "secret");
    assertThat(call).hasToString("HttpCall[POST a.ai:443/x]");
  }

  @Test
  void limitsMustBePositive() {
    assertThatThrownBy(() -> Timeouts.chat().withGap(Duration.ZERO))
        .hasMessage("gap must be positive, not PT0S");
    assertThatThrownBy(() -> HttpOptions.defaults().withConnections(0))
        .hasMessage("connections must be positive, not 0");
    assertThat(Timeouts.chat().withTotal(Duration.ofDays(99_999)).total())
        .isEqualTo(Duration.ofDays(365));
  }

  private static Endpoint endpoint(String base) {
    return Endpoint.of("acme", base, Credentials.none(), Timeouts.chat());
  }
}
