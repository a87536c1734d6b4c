package dev.animus4j.chatbot;

import io.vertx.core.net.SocketAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Neighbouring addresses: {@code 10.0.0.0/8}.
 *
 * @param prefix what they have in common, in as many bits
 */
public record Network(InetAddress prefix, int bits) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** One household has 2^64 of them. */
  private static final int HOUSEHOLD = 64;

  /** Reads an address, or a network. */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress prefix =
        address(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> invalid(text));
    int longest = 8 * prefix.getAddress().length;
    String bits = slash < 0 ? "" + longest : text.substring(slash + 1);
    if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > longest) {
      throw invalid(text);
    }
    return new Network(prefix, Integer.parseInt(bits));
  }

  private static IllegalStateException invalid(String text) {
    return new IllegalStateException(
        "CHATBOT_PROXIES is a list of addresses or networks such as 10.0.0.0/8, not " + text);
  }

  /** An address as such; no name is ever looked up. */
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

  /** Where a connection comes from. */
  static Optional<InetAddress> address(SocketAddress peer) {
    String host = peer.hostAddress();
    return host == null ? Optional.empty() : address(host.replaceAll("%.*", ""));
  }

  /** By what a client is counted: its address; of IPv6, the network of its household. */
  static String client(InetAddress address) {
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
