package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Proxies that environment variables name, as curl and others read them. */
record EnvironmentProxies(
    @Nullable ProxyOptions https, @Nullable ProxyOptions http, List<ProxyBypass> bypasses)
    implements Proxies {

  static EnvironmentProxies of(Function<String, @Nullable String> variables) {
    Function<String, @Nullable String> either =
        name ->
            Stream.of(name.toLowerCase(Locale.ROOT), name)
                .map(variables)
                .filter(Objects::nonNull)
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(null);
    String except = either.apply("NO_PROXY");
    return new EnvironmentProxies(
        proxy(either, "HTTPS_PROXY"),
        proxy(either, "HTTP_PROXY"),
        except == null ? List.of() : ProxyBypass.parse(except));
  }

  @Override
  public Optional<ProxyOptions> select(URI url) {
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    return Optional.ofNullable(secure ? https : http)
        .filter(proxy -> bypasses.stream().noneMatch(bypass -> bypass.matches(url)));
  }

  private static @Nullable ProxyOptions proxy(
      Function<String, @Nullable String> variables, String name) {
    String own = variables.apply(name);
    String value = own == null ? variables.apply("ALL_PROXY") : own;
    return value == null ? null : parse(own == null ? "ALL_PROXY" : name, value.strip());
  }

  private static ProxyOptions parse(String name, String value) {
    URI url = url(value.contains("://") ? value : "http://" + value);
    ProxyType type = url == null ? null : type(url.getScheme());
    if (url == null || type == null || url.getHost() == null) {
      throw new IllegalArgumentException(
          name + " must be a URL such as http://proxy:3128 or socks5://proxy:1080");
    }
    int standard = type == ProxyType.HTTP ? 80 : 1080;
    ProxyOptions proxy =
        new ProxyOptions()
            .setType(type)
            .setHost(url.getHost())
            .setPort(url.getPort() < 0 ? standard : url.getPort());
    return url.getRawUserInfo() == null ? proxy : withUser(proxy, url.getRawUserInfo());
  }

  /** Returns null for what is none: its exception would quote the password. */
  private static @Nullable URI url(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException invalid) {
      return null;
    }
  }

  private static @Nullable ProxyType type(String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> ProxyType.HTTP;
      case "socks4", "socks4a" -> ProxyType.SOCKS4;
      case "socks", "socks5", "socks5h" -> ProxyType.SOCKS5;
      default -> null;
    };
  }

  private static ProxyOptions withUser(ProxyOptions proxy, String userInfo) {
    String[] parts = userInfo.split(":", 2);
    return proxy
        .setUsername(decode(parts[0]))
        .setPassword(parts.length < 2 ? "" : decode(parts[1]));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** Omits the passwords. */
  @Override
  public String toString() {
    return "EnvironmentProxies";
  }
}
