package dev.animus4j.http;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Proxies that the JVM selects, by its system properties or by a {@code ProxySelector}. */
final class JvmProxies {
  private JvmProxies() {}

  static Optional<ProxyOptions> select(URI url) {
    ProxySelector selector = ProxySelector.getDefault();
    return Stream.ofNullable(selector)
        .flatMap(known -> known.select(url).stream())
        .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
        .findFirst()
        .map(proxy -> options(proxy, url.getScheme()));
  }

  private static ProxyOptions options(Proxy proxy, String scheme) {
    InetSocketAddress address = (InetSocketAddress) proxy.address();
    boolean socks = proxy.type() == Proxy.Type.SOCKS;
    String user = System.getProperty(socks ? "java.net.socks.username" : scheme + ".proxyUser");
    String password =
        System.getProperty(socks ? "java.net.socks.password" : scheme + ".proxyPassword");
    return new ProxyOptions()
        .setType(socks ? ProxyType.SOCKS5 : ProxyType.HTTP)
        .setHost(address.getHostString())
        .setPort(address.getPort())
        .setUsername(user)
        .setPassword(password);
  }
}
