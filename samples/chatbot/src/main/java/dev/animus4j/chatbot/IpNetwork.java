package dev.animus4j.chatbot;

import io.vertx.core.net.SocketAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Address range in CIDR notation: {@code 10.0.0.0/8}.
 *
 * @param prefix the common prefix, in so many bits
 */
public record IpNetwork(InetAddress prefix, int bits) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** Bits of the network of a household, which has 2^64 addresses. */
  private static final int HOUSEHOLD = 64;

  /** Parses an address, or a network. */
  static IpNetwork parse(String text) {
    int slash = text.indexOf('/');
    InetAddress prefix =
        address(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> invalidNetwork(text));
    int longest = 8 * prefix.getAddress().length;
    String bits = slash < 0 ? "" + longest : text.substring(slash + 1);
    if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > longest) {
      throw invalidNetwork(text);
    }
    return new IpNetwork(prefix, Integer.parseInt(bits));
  }

  private static IllegalStateException invalidNetwork(String text) {
    return new IllegalStateException(
        "CHATBOT_PROXIES is a list of addresses or networks such as 10.0.0.0/8, not " + text);
  }

  /** Parses a literal address; names are never resolved. */
  static Optional<InetAddress> address(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException invalid) {
      return Optional.empty();
    }
  }

  /** The address of a connection. */
  static Optional<InetAddress> address(SocketAddress peer) {
    String host = peer.hostAddress();
    return host == null ? Optional.empty() : address(host.replaceAll("%.*", ""));
  }

  /** The client that limits count: the address; for IPv6, the network of its household. */
  static String clientId(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? address.getHostAddress()
        : new BigInteger(1, bytes).shiftRight(HOUSEHOLD).toString(16) + "::/64";
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    int rest = 8 * bytes.length - bits;
    return bytes.length == prefix.getAddress().length
        && new BigInteger(1, bytes)
            .shiftRight(rest)
            .equals(new BigInteger(1, prefix.getAddress()).shiftRight(rest));
  }
}
