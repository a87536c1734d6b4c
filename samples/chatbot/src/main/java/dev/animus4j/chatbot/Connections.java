package dev.animus4j.chatbot;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Open connections: limited by client and in total, each with a timeout for the head of a request.
 * At the limit, an idle connection is closed in favour of a new one.
 */
final class Connections implements Handler<RoutingContext> {
  private final Vertx vertx;
  private final ClientAddresses clientAddresses;
  private final Quota quota;
  private final ChatbotSettings.ClientTimeouts timeouts;
  private final Map<HttpConnection, TrackedConnection> connections = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<TrackedConnection> idle = new LinkedHashSet<>();

  Connections(Vertx vertx, ClientAddresses clientAddresses, ChatbotSettings settings) {
    this.vertx = vertx;
    this.clientAddresses = clientAddresses;
    this.quota = Quota.ofSession(settings.limits().connections(), 0);
    this.timeouts = settings.timeouts();
  }

  /** One connection. */
  private final class TrackedConnection {
    private final HttpConnection connection;
    private final String client;
    private final FramingFilter filter;
    private volatile @Nullable HttpServerRequest request;
    private long timer = -1;

    TrackedConnection(HttpConnection connection) {
      SocketAddress peer = connection.remoteAddress();
      Optional<InetAddress> address = IpNetwork.address(peer);
      this.connection = connection;
      this.client =
          clientAddresses.isProxy(peer) ? "" : address.map(IpNetwork::clientId).orElse("unknown");
      this.filter = FramingFilter.install(connection, this::canRespond);
    }

    private boolean canRespond() {
      HttpServerRequest current = request;
      return current == null || !current.response().headWritten();
    }

    private void closeAfter(Duration limit) {
      vertx.cancelTimer(timer);
      timer = vertx.setTimer(Math.max(1, limit.toMillis()), late -> filter.closeNow());
    }
  }

  /** Accepts a connection, or closes it, or closes an idle one in its favour. */
  void accept(HttpConnection connection) {
    connection.exceptionHandler(broken -> {}); // the connection closes, and needs no other handling
    TrackedConnection trackedConnection = new TrackedConnection(connection);
    if (!admit(trackedConnection)) {
      trackedConnection.filter.abort();
      return;
    }
    connections.put(connection, trackedConnection);
    connection.closeHandler(gone -> unregister(trackedConnection));
    trackedConnection.closeAfter(timeouts.head());
  }

  private boolean admit(TrackedConnection trackedConnection) {
    synchronized (idle) {
      if (!trackedConnection.client.isEmpty()
          && counts.getOrDefault(trackedConnection.client, 0) >= quota.client()) {
        return replaceLongestIdle(trackedConnection, trackedConnection.client);
      }
      return connections.size() < quota.all()
          ? register(trackedConnection)
          : replaceLongestIdle(trackedConnection, "");
    }
  }

  private boolean register(TrackedConnection trackedConnection) {
    counts.merge(trackedConnection.client, 1, Integer::sum);
    idle.add(trackedConnection);
    return true;
  }

  /** Closes the connection that has been idle longest, of this client or of any. */
  private boolean replaceLongestIdle(TrackedConnection trackedConnection, String client) {
    Optional<TrackedConnection> longest =
        idle.stream().filter(other -> client.isEmpty() || other.client.equals(client)).findFirst();
    longest.ifPresent(this::evict);
    return longest.isPresent() && register(trackedConnection);
  }

  private void evict(TrackedConnection trackedConnection) {
    idle.remove(trackedConnection);
    trackedConnection.filter.abort();
  }

  private void unregister(TrackedConnection trackedConnection) {
    vertx.cancelTimer(trackedConnection.timer);
    synchronized (idle) {
      connections.remove(trackedConnection.connection);
      idle.remove(trackedConnection);
      counts.computeIfPresent(
          trackedConnection.client, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Tracks a request; the idle timeout begins when it has ended. */
  @Override
  public void handle(RoutingContext request) {
    TrackedConnection trackedConnection = connections.get(request.request().connection());
    if (trackedConnection == null || trackedConnection.filter.hasStoppedReading()) {
      return; // the connection is closing, and no response is expected
    }
    beginRequest(trackedConnection, request.request());
    RequestLifecycle.onEnd(request, () -> endRequest(trackedConnection));
    request.next();
  }

  private void beginRequest(TrackedConnection trackedConnection, HttpServerRequest request) {
    vertx.cancelTimer(trackedConnection.timer);
    trackedConnection.request = request;
    synchronized (idle) {
      idle.remove(trackedConnection);
    }
  }

  private void endRequest(TrackedConnection trackedConnection) {
    trackedConnection.request = null;
    synchronized (idle) {
      if (connections.containsKey(trackedConnection.connection)) {
        idle.add(trackedConnection);
        trackedConnection.closeAfter(timeouts.idle());
      }
    }
  }

  /** Switches the connection to WebSocket: its bytes are no longer checked as HTTP. */
  void upgradeToWebSocket(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::passThrough);
  }

  /** Makes this the last request of its connection, which closes after the response. */
  void stopReading(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::stopReading);
  }

  /** Closes the connection when it has sent the response. */
  void close(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::closeGracefully);
  }

  /** Closes the connection at once, and discards what is still to be sent. */
  void abort(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::abort);
  }

  private Optional<FramingFilter> filter(HttpServerRequest request) {
    return Optional.ofNullable(connections.get(request.connection()))
        .map(trackedConnection -> trackedConnection.filter);
  }

  int count() {
    return connections.size();
  }
}
