package dev.animus4j.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Entry of {@code NO_PROXY}: targets that are connected to directly.
 *
 * @param host a name, which includes its subdomains, an address, a range, or {@code *} for all
 * @param port -1 for any
 */
record ProxyBypass(String host, int port) {
  /** A host, or an IPv6 address with or without brackets, and perhaps a port. */
  private static final Pattern ENTRY =
      Pattern.compile("\\[?(?<host>[^\\]:]+|[^\\]]*:[^\\]]*:[^\\]]*)]?(?::(?<port>\\d{1,5}))?");

  /** Reads the entries, which are separated by commas or spaces. */
  static List<ProxyBypass> parse(String list) {
    return Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
        .filter(entry -> !entry.isEmpty())
        .map(ProxyBypass::of)
        .toList();
  }

  private static ProxyBypass of(String entry) {
    Matcher parts = ENTRY.matcher(entry);
    if (!parts.matches()) {
      return new ProxyBypass(entry, -1);
    }
    int port = parts.group("port") == null ? -1 : Integer.parseInt(parts.group("port"));
    return new ProxyBypass(parts.group("host").replaceFirst("^\\*?\\.", ""), port);
  }

  boolean matches(URI url) {
    String named = WebAddress.host(url);
    if (named == null) {
      return false;
    }
    String target = named.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return (port < 0 || port == port(url))
        && (host.equals("*")
            || target.equals(host)
            || target.endsWith("." + host)
            || isInRange(target));
  }

  private static int port(URI url) {
    int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    int port = WebAddress.port(url);
    return port < 0 ? standard : port;
  }

  private boolean isInRange(String target) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(target);
    String[] range = host.split("/", 2);
    byte[] network = NetUtil.createByteArrayFromIpAddressString(range[0]);
    if (address == null
        || network == null
        || range.length < 2
        || address.length != network.length) {
      return false;
    }
    try {
      return new IpSubnetFilterRule(range[0], Integer.parseInt(range[1]), IpFilterRuleType.ACCEPT)
          .matches(new InetSocketAddress(InetAddress.getByAddress(address), 0));
    } catch (IllegalArgumentException | UnknownHostException notRange) {
      return false;
    }
  }
}
