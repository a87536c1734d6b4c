package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.net.URI;

/**
 * Checks addresses that a provider is to fetch an image from: only http and https are allowed. Some
 * providers would resolve other addresses, such as that of a file, on their own machines.
 */
public final class HttpUrlCheck {
  private HttpUrlCheck() {}

  /** Whether the scheme is http or https. */
  public static boolean isHttp(URI address) {
    String scheme = String.valueOf(address.getScheme());
    boolean httpScheme = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    return httpScheme && address.getRawAuthority() != null;
  }

  /**
   * Returns the same address.
   *
   * @throws AnimusException.InvalidRequest when it is not http or https
   */
  public static URI requireHttp(URI address, FailureOrigin origin) {
    if (!isHttp(address)) {
      String what = "a picture to change needs an http or https address";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    return address;
  }
}
