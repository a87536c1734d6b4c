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
 * The connections: so many at once, of each client and of all, each with so much time for the head
 * of a request. Where there are too many, one that only waits makes room for a new one.
 */
final class Connections implements Handler<RoutingContext> {
  private final Vertx vertx;
  private final Clients clients;
  private final Share share;
  private final Settings.Patience patience;
  private final Map<HttpConnection, Line> lines = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<Line> waiting = new LinkedHashSet<>();

  Connections(Vertx vertx, Clients clients, Settings settings) {
    this.vertx = vertx;
    this.clients = clients;
    this.share = Share.ofSession(settings.limits().connections(), 0);
    this.patience = settings.patience();
  }

  /** One connection. */
  private final class Line {
    private final HttpConnection connection;
    private final String client;
    private final FramingFilter filter;
    private volatile @Nullable HttpServerRequest request;
    private long timer = -1;

    Line(HttpConnection connection) {
      SocketAddress peer = connection.remoteAddress();
      Optional<InetAddress> address = Network.address(peer);
      this.connection = connection;
      this.client = clients.isProxy(peer) ? "" : address.map(Network::client).orElse("unknown");
      this.filter = FramingFilter.on(connection, this::mayAnswer);
    }

    private boolean mayAnswer() {
      HttpServerRequest current = request;
      return current == null || !current.response().headWritten();
    }

    private void await(Duration limit) {
      vertx.cancelTimer(timer);
      timer = vertx.setTimer(Math.max(1, limit.toMillis()), late -> filter.hangUp());
    }
  }

  /** Lets a connection in, or closes it, or another one for it. */
  void accept(HttpConnection connection) {
    Line line = new Line(connection);
    if (!isLetIn(line)) {
      line.filter.abort();
      return;
    }
    lines.put(connection, line);
    connection.closeHandler(gone -> leave(line));
    connection.exceptionHandler(broken -> {}); // it closes, which is all there is to it
    line.await(patience.head());
  }

  private boolean isLetIn(Line line) {
    synchronized (waiting) {
      if (!line.client.isEmpty() && counts.getOrDefault(line.client, 0) >= share.client()) {
        return isMadeRoom(line, line.client);
      }
      return lines.size() < share.all() ? isEntered(line) : isMadeRoom(line, "");
    }
  }

  private boolean isEntered(Line line) {
    counts.merge(line.client, 1, Integer::sum);
    waiting.add(line);
    return true;
  }

  /** The one goes that has waited longest; of this client, or of any. */
  private boolean isMadeRoom(Line line, String client) {
    Optional<Line> longest =
        waiting.stream()
            .filter(other -> client.isEmpty() || other.client.equals(client))
            .findFirst();
    longest.ifPresent(this::giveUp);
    return longest.isPresent() && isEntered(line);
  }

  private void giveUp(Line line) {
    waiting.remove(line);
    line.filter.abort();
  }

  private void leave(Line line) {
    vertx.cancelTimer(line.timer);
    synchronized (waiting) {
      lines.remove(line.connection);
      waiting.remove(line);
      counts.computeIfPresent(line.client, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  /** A request has come; the time for the next one begins when it is over. */
  @Override
  public void handle(RoutingContext request) {
    Line line = lines.get(request.request().connection());
    if (line == null || line.filter.isDeaf()) {
      return; // it closes, and nobody waits for an answer
    }
    begin(line, request.request());
    Later.atEnd(request, () -> end(line));
    request.next();
  }

  private void begin(Line line, HttpServerRequest request) {
    vertx.cancelTimer(line.timer);
    line.request = request;
    synchronized (waiting) {
      waiting.remove(line);
    }
  }

  private void end(Line line) {
    line.request = null;
    synchronized (waiting) {
      if (lines.containsKey(line.connection)) {
        waiting.add(line);
        line.await(patience.idle());
      }
    }
  }

  /** It is a WebSocket from here. */
  void open(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::open);
  }

  /** This is the last request of its connection, which closes after the answer. */
  void last(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::deafen);
  }

  /** Closes the connection when it has sent the answer. */
  void close(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::close);
  }

  /** Closes the connection at once, whatever is still to be sent. */
  void abort(HttpServerRequest request) {
    filter(request).ifPresent(FramingFilter::abort);
  }

  private Optional<FramingFilter> filter(HttpServerRequest request) {
    return Optional.ofNullable(lines.get(request.connection())).map(line -> line.filter);
  }

  int count() {
    return lines.size();
  }
}
