package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out where a request comes from: where the connection does, or, of a proxy of ours, where
 * the last one on the way says who is none of ours. What is said before that, anybody may have
 * written.
 */
final class Clients implements Handler<RoutingContext> {
  private static final String CLIENT = "client";
  private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*\"?([^\";]*)");
  private static final Pattern PORT =
      Pattern.compile("^\\[([^\\]]*)\\](?::\\d+)?$|^([\\d.]+):\\d+$");

  private final Settings.Proxies proxies;

  Clients(Settings.Proxies proxies) {
    this.proxies = proxies;
  }

  /** Where this request comes from, as {@link Network#client} counts. */
  static String of(RoutingContext request) {
    String client = request.get(CLIENT);
    return client == null ? "unknown" : client;
  }

  @Override
  public void handle(RoutingContext request) {
    SocketAddress peer = request.request().connection().remoteAddress();
    request.put(CLIENT, client(peer, request.request().headers().getAll(proxies.header())));
    request.next();
  }

  /** Whether this is a proxy of ours, which brings the requests of many. */
  boolean isProxy(SocketAddress peer) {
    return Network.address(peer).filter(this::isOurs).isPresent();
  }

  /**
   * Where a request comes from.
   *
   * @param told what the proxies wrote, header by header
   */
  String client(SocketAddress peer, List<String> told) {
    Optional<InetAddress> last = Network.address(peer);
    List<String> hops = hops(told);
    while (last.filter(this::isOurs).isPresent() && !hops.isEmpty()) {
      Optional<InetAddress> next = Network.address(hop(hops.remove(hops.size() - 1)));
      if (next.isEmpty()) {
        break;
      }
      last = next;
    }
    return last.map(Network::client).orElse("unknown");
  }

  private boolean isOurs(InetAddress address) {
    return proxies.networks().stream().anyMatch(network -> network.contains(address));
  }

  private static List<String> hops(List<String> told) {
    List<String> hops = new ArrayList<>();
    told.forEach(header -> hops.addAll(List.of(header.split(",", -1))));
    return hops;
  }

  /** The address in an element of either header. */
  private String hop(String element) {
    String address = element.strip();
    if (proxies.header().toLowerCase(Locale.ROOT).equals("forwarded")) {
      Matcher found = FOR.matcher(address);
      address = found.find() ? found.group(1).strip() : "";
    }
    Matcher port = PORT.matcher(address);
    if (port.matches()) {
      return port.group(1) == null ? port.group(2) : port.group(1);
    }
    return address;
  }
}
