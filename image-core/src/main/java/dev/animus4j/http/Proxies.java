package dev.animus4j.http;

import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Proxies that calls go through, by their URL. */
@FunctionalInterface
public interface Proxies {
  /** Returns the proxy for this URL; empty to connect directly. Called for each attempt. */
  Optional<ProxyOptions> select(URI url);

  /** Connects directly. */
  static Proxies none() {
    return url -> Optional.empty();
  }

  /** Always goes through this proxy. */
  static Proxies of(ProxyOptions proxy) {
    return url -> Optional.of(proxy);
  }

  /**
   * The proxies of the JVM ({@code https.proxyHost}, {@code https.proxyPort}, {@code
   * http.nonProxyHosts}, and so on; with {@code https.proxyUser} and {@code https.proxyPassword}),
   * or, if it names none, those of the environment: {@code HTTPS_PROXY}, {@code HTTP_PROXY} or
   * {@code ALL_PROXY}, such as {@code http://user:password@proxy:3128} or {@code
   * socks5://proxy:1080}, without those that {@code NO_PROXY} lists: hosts, which include their
   * subdomains, with or without a port, addresses, ranges such as {@code 10.0.0.0/8}, or {@code *}.
   * The names may be in lower case.
   *
   * @param variables the values of environment variables by name
   * @throws IllegalArgumentException naming the variable, when it is not such a URL
   */
  static Proxies fromEnv(Function<String, @Nullable String> variables) {
    Proxies ofEnvironment = EnvironmentProxies.of(variables);
    return url -> JvmProxies.areNamed(url) ? JvmProxies.select(url) : ofEnvironment.select(url);
  }
}
