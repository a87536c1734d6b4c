package dev.animus4j.http;

import java.net.InetAddress;

/**
 * Which addresses may be connected to for the sake of a URL that came from somebody else, such as
 * the address of a picture in an answer. It could lead into the network we are in.
 */
@FunctionalInterface
public interface Reach {

  /** Whether this address may be connected to; asked once a name has been resolved. */
  boolean allows(InetAddress address);

  /**
   * The public Internet: no loopback, private, link-local, unique-local, shared, reserved or
   * multicast address, and none of IPv6 that stands for one of those of IPv4.
   */
  static Reach publicInternet() {
    return PublicAddress::is;
  }

  /** Everything that can be reached. For tests, and for providers in one's own network. */
  static Reach anywhere() {
    return address -> true;
  }
}
