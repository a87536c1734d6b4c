package dev.animus4j.http;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Proxies that the system properties of the JVM name, as its {@code ProxySelector} reads them. */
final class JvmProxies {
  private JvmProxies() {}

  /** Whether there is one for the scheme of this URL, be it only for other hosts. */
  static boolean areNamed(URI url) {
    return System.getProperty(url.getScheme() + ".proxyHost") != null
        || System.getProperty("socksProxyHost") != null;
  }

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
