package dev.animus4j.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.ScriptedServer.Request;
import dev.animus4j.http.TransportFaultTest.Way;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.ProxyOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers behind proxies, private certificates and gateways, for both kinds of calls. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class GatewayTest {
  private static final String PASSWORD = "pass-word:1@x";
  @TempDir private static Path directory;

  private final Vertx vertx;

  GatewayTest(Vertx vertx) {
    this.vertx = vertx;
  }

  @ParameterizedTest
  @EnumSource
  void aProxyWithAPasswordIsPassedForPlainAndForSecureUrls(Way way) {
    ForwardProxy proxy = new ForwardProxy(vertx, "me:" + PASSWORD);
    ScriptedServer plain = ScriptedServer.saying(vertx, HttpFixture.json("{\"n\":1}"));
    HttpServer secure = secureServer();
    String url = "http://me:pass-word%3A1%40x@127.0.0.1:" + proxy.port();
    Proxies proxies =
        Proxies.fromEnv(Map.of("HTTPS_PROXY", url, "http_proxy", url, "NO_PROXY", "x.ai")::get);
    Http http = Http.create(vertx, trusting().withProxies(proxies));
    Endpoint toSecure = endpoint("https://127.0.0.1:" + secure.actualPort());
    assertThat(send(way, http, endpoint(plain.url()).get("a"))).isOne();
    assertThat(send(way, http, toSecure.post("b", Map.of()))).isEqualTo(2);
    assertThat(proxy.targets())
        .containsExactly("GET " + plain.url() + "/a", "CONNECT 127.0.0.1:" + secure.actualPort());
  }

  @ParameterizedTest
  @EnumSource
  void aProxyThatRefusesIsNamedAndItsPasswordIsNot(Way way) {
    ForwardProxy proxy = new ForwardProxy(vertx, "me:other");
    ProxyOptions options =
        new ProxyOptions()
            .setHost("127.0.0.1")
            .setPort(proxy.port())
            .setUsername("me")
            .setPassword(PASSWORD);
    Http http = Http.create(vertx, HttpOptions.defaults().withProxies(Proxies.of(options)));
    for (String url : new String[] {"http://acme.invalid", "https://acme.invalid"}) {
      AnimusException failure =
          HttpFixture.failure(
              way.send(http, endpoint(url).get("x")).test(), AnimusException.Authentication.class);
      assertThat(failure).hasMessageContaining("the proxy wants a name and a password");
      assertThat(failure.mayHaveRun()).isFalse();
      assertThat(failure + " " + failure.getCause()).doesNotContain(PASSWORD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void proxiesThatThrowFailTheCall(Way way) {
    Proxies broken =
        url -> {
          throw new IllegalStateException("boom");
        };
    Http http = Http.create(vertx, HttpOptions.defaults().withProxies(broken));
    HttpCall call = endpoint("http://127.0.0.1:1").get("x");
    HttpFixture.failure(way.send(http, call).test(), AnimusException.Unavailable.class);
  }

  @ParameterizedTest
  @EnumSource
  void aPrivateCertificateIsTrustedWhenItIsNamed(Way way) {
    HttpServer secure = secureServer();
    HttpCall call = endpoint("https://127.0.0.1:" + secure.actualPort()).get("x");
    assertThat(send(way, Http.create(vertx, trusting()), call)).isEqualTo(2);
    Http wary = Http.create(vertx);
    assertThat(HttpFixture.failure(way.send(wary, call).test(), AnimusException.Unavailable.class))
        .hasMessageContaining("no secure connection");
  }

  @ParameterizedTest
  @EnumSource
  void headersOf60KibAreReadAndMoreWhenTheLimitIsRaised(Way way) {
    String json = "\r\nContent-Type: application/json";
    String much = "X-Trace: " + "t".repeat(60 * 1024) + json;
    ScriptedServer server =
        ScriptedServer.saying(vertx, HttpFixture.answer("200 OK", much, "{\"n\":1}"));
    assertThat(send(way, Http.create(vertx), endpoint(server.url()).get("x"))).isOne();

    String more = "X-Trace: " + "t".repeat(100 * 1024) + json;
    ScriptedServer other =
        ScriptedServer.saying(vertx, HttpFixture.answer("200 OK", more, "{\"n\":1}"));
    AnimusException.Protocol failure =
        HttpFixture.failure(
            way.send(Http.create(vertx), endpoint(other.url()).get("x")).test(),
            AnimusException.Protocol.class);
    assertThat(failure).hasMessageContaining("headers of the answer are too long; HttpOptions");
    HttpOptions options =
        HttpOptions.defaults()
            .withPlatform((client, pool) -> client.setMaxHeaderSize(128 * 1024))
            .withPlatform((client, pool) -> pool.setHttp2MaxSize(2));
    assertThat(send(way, Http.create(vertx, options), endpoint(other.url()).get("x"))).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void aGatewayHasItsKeyInAHeaderItsQueryAndHeadersOfItsOwn(Way way) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{\"n\":1}"));
    Endpoint azure =
        endpoint(server.url() + "/openai/deployments/gpt?api-version=2024-10-21")
            .withCredentials(Credentials.key("secret-key"))
            .withAuthentication(AuthenticationScheme.header("api-key"))
            .withHeader("X-Tenant", "acme");
    Http http = HttpFixture.http(vertx);
    send(way, http, azure.post("/chat/completions", Map.of()));
    Request request = server.requests().get(0);
    assertThat(request.line())
        .isEqualTo("POST /openai/deployments/gpt/chat/completions?api-version=2024-10-21 HTTP/1.1");
    assertThat(request.header("api-key")).isEqualTo("secret-key");
    assertThat(request.header("x-tenant")).isEqualTo("acme");
    assertThat(request.header("authorization")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aClientOfTheCallersIsUsedAndLeftOpen(Way way) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{\"n\":1}"));
    HttpClient own = vertx.createHttpClient();
    Http http = Http.wrap(vertx, own, HttpOptions.defaults());
    HttpCall call = endpoint(server.url()).get("x");
    assertThat(send(way, http, call)).isOne();
    http.close();
    HttpFixture.failure(way.send(http, call).test(), AnimusException.Cancelled.class);
    assertThat(send(way, Http.wrap(vertx, own, HttpOptions.defaults()), call)).isOne();
  }

  private static Endpoint endpoint(String url) {
    return Endpoint.of("acme", url, Credentials.none(), HttpFixture.PATIENT);
  }

  private static int send(Way way, Http http, HttpCall call) {
    JsonNode answer = way.send(http, call).timeout(30, SECONDS).blockingGet();
    return answer.path("n").asInt();
  }

  private HttpServer secureServer() {
    HttpServerOptions options = new HttpServerOptions().setSsl(true).setKeyCertOptions(keys());
    HttpServer server = vertx.createHttpServer(options);
    server.requestHandler(
        request ->
            request.response().putHeader("Content-Type", "application/json").end("{\"n\":2}"));
    server.listen(0, "127.0.0.1").await();
    return server;
  }

  private static HttpOptions trusting() {
    return HttpOptions.defaults().withPlatform((client, pool) -> client.setTrustOptions(keys()));
  }

  private static PfxOptions keys() {
    return new PfxOptions()
        .setPath(PrivateCertificate.create(directory).toString())
        .setPassword(PrivateCertificate.PASSWORD);
  }
}
