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
 * Resolves the client address of a request: that of the connection, or, behind trusted proxies, the
 * last hop in their header that is no trusted proxy. Earlier hops can be forged.
 */
final class ClientAddresses implements Handler<RoutingContext> {
  private static final String CLIENT = "client";
  private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*\"?([^\";]*)");
  private static final Pattern PORT =
      Pattern.compile("^\\[([^\\]]*)\\](?::\\d+)?$|^([\\d.]+):\\d+$");

  private final ChatbotSettings.Proxies proxies;

  ClientAddresses(ChatbotSettings.Proxies proxies) {
    this.proxies = proxies;
  }

  /** The client of this request, as in {@link IpNetwork#clientId}. */
  static String clientId(RoutingContext request) {
    String client = request.get(CLIENT);
    return client == null ? "unknown" : client;
  }

  @Override
  public void handle(RoutingContext request) {
    SocketAddress peer = request.request().connection().remoteAddress();
    request.put(CLIENT, resolve(peer, request.request().headers().getAll(proxies.header())));
    request.next();
  }

  /** Whether this is a trusted proxy, which forwards the requests of many clients. */
  boolean isProxy(SocketAddress peer) {
    return IpNetwork.address(peer).filter(this::isTrusted).isPresent();
  }

  /**
   * The client of a request.
   *
   * @param forwarded the headers of the proxies, in order
   */
  String resolve(SocketAddress peer, List<String> forwarded) {
    Optional<InetAddress> last = IpNetwork.address(peer);
    List<String> hops = hops(forwarded);
    while (last.filter(this::isTrusted).isPresent() && !hops.isEmpty()) {
      Optional<InetAddress> next = IpNetwork.address(hopAddress(hops.remove(hops.size() - 1)));
      if (next.isEmpty()) {
        break;
      }
      last = next;
    }
    return last.map(IpNetwork::clientId).orElse("unknown");
  }

  private boolean isTrusted(InetAddress address) {
    return proxies.networks().stream().anyMatch(ipNetwork -> ipNetwork.contains(address));
  }

  private static List<String> hops(List<String> forwarded) {
    List<String> hops = new ArrayList<>();
    forwarded.forEach(header -> hops.addAll(List.of(header.split(",", -1))));
    return hops;
  }

  /** The address in an element of either header. */
  private String hopAddress(String element) {
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
