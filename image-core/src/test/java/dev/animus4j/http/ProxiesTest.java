package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final URI SECURE = URI.create("https://api.acme.ai/v1");

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, HTTP, proxy, 3128, , ",
    "proxy:3128, HTTP, proxy, 3128, , ",
    "http://proxy, HTTP, proxy, 80, , ",
    "' http://me:a%40b+c@proxy:1 ', HTTP, proxy, 1, me, a@b+c",
    "http://me@proxy:1, HTTP, proxy, 1, me, ''",
    "socks5://proxy, SOCKS5, proxy, 1080, , ",
    "socks5h://me:pw@proxy:9, SOCKS5, proxy, 9, me, pw",
    "socks4://proxy:9, SOCKS4, proxy, 9, , "
  })
  void urlsAreRead(
      String url, ProxyType type, String host, int port, String user, String password) {
    ProxyOptions proxy = Proxies.fromEnv(Map.of("HTTPS_PROXY", url)::get).select(SECURE).get();
    assertThat(proxy.getType()).isEqualTo(type);
    assertThat(proxy.getHost()).isEqualTo(host);
    assertThat(proxy.getPort()).isEqualTo(port);
    assertThat(proxy.getUsername()).isEqualTo(user);
    assertThat(proxy.getPassword()).isEqualTo(password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://me:secret@", "https://me:secret@proxy", "ftp://secret", "http://a b", ":"})
  void othersAreRefusedUnquoted(String url) {
    assertThatThrownBy(() -> Proxies.fromEnv(Map.of("https_proxy", url)::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage("HTTPS_PROXY must be a URL such as http://proxy:3128 or socks5://proxy:1080");
  }

  @Test
  void theSchemeOfTheUrlDecides() {
    Proxies proxies =
        Proxies.fromEnv(
            Map.of("HTTP_PROXY", "plain:1", "https_proxy", "lower:2", "HTTPS_PROXY", "upper:3")
                ::get);
    assertThat(proxies.select(SECURE).get().getHost()).isEqualTo("lower");
    assertThat(proxies.select(URI.create("http://acme.ai")).get().getHost()).isEqualTo("plain");
    Proxies all = Proxies.fromEnv(Map.of("ALL_PROXY", "all:1", "HTTP_PROXY", " ")::get);
    assertThat(all.select(SECURE).get().getHost()).isEqualTo("all");
    assertThat(all.select(URI.create("http://acme.ai")).get().getHost()).isEqualTo("all");
    assertThat(Proxies.fromEnv(name -> null).select(SECURE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "*, https://api.acme.ai, false",
    "acme.ai, https://api.acme.ai, false",
    "acme.ai, https://acme.ai, false",
    "acme.ai, https://pacme.ai, true",
    ".acme.ai, https://api.acme.ai, false",
    "*.acme.ai, https://api.acme.ai, false",
    "'other.ai, ACME.ai', https://api.Acme.AI, false",
    "acme.ai:8443, https://api.acme.ai:8443, false",
    "acme.ai:443, https://api.acme.ai, false",
    "acme.ai:8443, https://api.acme.ai, true",
    "127.0.0.1, https://127.0.0.1:8080, false",
    "127.0.0.1:80, https://127.0.0.1:8080, true",
    "10.0.0.0/8, https://10.1.2.3, false",
    "10.0.0.0/8, https://11.1.2.3, true",
    "10.0.0.0/8, https://ten.acme.ai, true",
    "::1, 'https://[::1]:8080', false",
    "[::1]:8080, 'https://[::1]:8080', false",
    "[::1]:80, 'https://[::1]:8080', true",
    "fd00::/8, 'https://[fd12::1]', false",
    "10.0.0.0/99, https://10.1.2.3, true",
    "localhost, https://localhost:1, false"
  })
  void thoseOfNoProxyAreConnectedToDirectly(String list, URI url, boolean proxied) {
    Proxies proxies = Proxies.fromEnv(Map.of("ALL_PROXY", "proxy:1", "no_proxy", list)::get);
    assertThat(proxies.select(url).isPresent()).isEqualTo(proxied);
  }

  @Test
  void theProxyOfTheJvmComesFirst() {
    Map<String, String> properties =
        Map.of(
            "https.proxyHost", "jvm",
            "https.proxyPort", "8080",
            "https.proxyUser", "me",
            "https.proxyPassword", "pw",
            "http.nonProxyHosts", "*.inner.ai");
    properties.forEach(System::setProperty);
    try {
      Proxies proxies = Proxies.fromEnv(Map.of("HTTPS_PROXY", "env:1")::get);
      ProxyOptions proxy = proxies.select(SECURE).get();
      assertThat(proxy.getHost() + ":" + proxy.getPort()).isEqualTo("jvm:8080");
      assertThat(proxy.getUsername() + ":" + proxy.getPassword()).isEqualTo("me:pw");
      assertThat(proxies.select(URI.create("https://a.inner.ai"))).isEmpty();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
