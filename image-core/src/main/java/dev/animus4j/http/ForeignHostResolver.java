package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Target of a foreign URL. Its name is resolved once, so that the address that was checked is the
 * one that is connected to.
 */
record ForeignHostResolver(HttpCall call, AddressPolicy reach) {

  Future<SocketAddress> resolve(Vertx vertx) {
    String host = call.host();
    return vertx
        .executeBlocking(() -> InetAddress.getAllByName(host), false)
        .map(this::pickAllowed)
        .map(address -> new InetSocketAddress(address, call.port()))
        .map(SocketAddress::inetSocketAddress);
  }

  private InetAddress pickAllowed(InetAddress[] addresses) {
    return Arrays.stream(addresses)
        .filter(reach::allows)
        .findFirst()
        .orElseThrow(this::disallowedAddress);
  }

  private AnimusException disallowedAddress() {
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    return new AnimusException.Protocol(
        origin,
        "the address leads to where it must not (%s); HttpOptions.addressPolicy allows others"
            .formatted(call.hostAndPort()),
        null);
  }
}
