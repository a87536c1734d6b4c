package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.net.URI;

/**
 * Where a provider may be sent to fetch a picture: on the web. Whatever else users name, such as a
 * file, is nobody's business, and some providers would look for it on their own machines.
 */
final class WebAddress {
  private WebAddress() {}

  static boolean is(URI address) {
    String scheme = String.valueOf(address.getScheme());
    boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    return web && address.getRawAuthority() != null;
  }

  /**
   * The same address.
   *
   * @throws AnimusException.InvalidRequest when it is not on the web
   */
  static URI checked(URI address, Origin origin) {
    if (!is(address)) {
      String what = "a picture to change needs an http or https address";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    return address;
  }
}
