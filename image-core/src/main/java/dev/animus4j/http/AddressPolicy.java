package dev.animus4j.http;

import java.net.InetAddress;

/**
 * Decides which addresses a foreign URL may connect to, such as the address of an image in a
 * response. Such a URL could lead into the internal network.
 */
@FunctionalInterface
public interface AddressPolicy {
  /** See {@link #anyAddress}. */
  AddressPolicy ANY = address -> true;

  /** Whether this address may be connected to; called once a name has been resolved. */
  boolean allows(InetAddress address);

  /**
   * Allows the public Internet: no loopback, private, link-local, unique-local, shared, reserved or
   * multicast address, and no IPv6 address that embeds one of those of IPv4.
   */
  static AddressPolicy publicInternet() {
    return PublicAddress::isPublic;
  }

  /**
   * Allows every address. For tests, for providers in one's own network, and where only a proxy can
   * resolve names: with this policy they are not resolved before.
   */
  static AddressPolicy anyAddress() {
    return ANY;
  }
}
