package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Where a foreign URL leads. Its name is resolved once, so that the address that was looked at is
 * the one that is connected to.
 */
record Destination(HttpCall call, Reach reach) {

  Future<SocketAddress> resolved(Vertx vertx) {
    String host = call.url().getHost();
    return vertx
        .executeBlocking(() -> InetAddress.getAllByName(host), false)
        .map(this::reachable)
        .map(address -> new InetSocketAddress(address, call.port()))
        .map(SocketAddress::inetSocketAddress);
  }

  private InetAddress reachable(InetAddress[] addresses) {
    return Arrays.stream(addresses).filter(reach::allows).findFirst().orElseThrow(this::refused);
  }

  private AnimusException refused() {
    Origin origin = Origin.of(call.endpoint().provider());
    return new AnimusException.Protocol(
        origin, "the address leads to where it must not (" + call.place() + ")", null);
  }
}
