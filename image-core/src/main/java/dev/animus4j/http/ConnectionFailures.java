package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.FailureOrigin;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Maps broken connections to failures, by the stage at which they broke. */
final class ConnectionFailures {
  private ConnectionFailures() {}

  /** The failure when nothing was sent. */
  static AnimusException unreachable(HttpCall call, Throwable cause) {
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    if (cause instanceof AnimusException refused) {
      return refused;
    }
    if (cause instanceof IllegalStateException
        && String.valueOf(cause.getMessage()).contains("closed")) {
      return clientClosed(call);
    }
    if (cause instanceof IllegalArgumentException) {
      return new AnimusException.InvalidRequest(origin, "a header has an illegal character");
    }
    if (isProxyAuthentication(cause)) {
      return proxyAuthentication(origin, cause);
    }
    String what = reason(cause) + " (" + call.hostAndPort() + ")";
    return new AnimusException.Unavailable(origin, what, false, cause);
  }

  /** The failure when the HTTP client is closed, which is not the provider's fault. */
  static AnimusException clientClosed(HttpCall call) {
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    String what = "the HTTP client was closed, by itself or with the verticle that made it";
    return new AnimusException.Cancelled(origin, what);
  }

  /** The failure when the request was sent, at least in part, and no response came. */
  static AnimusException noResponse(HttpCall call, Throwable cause) {
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    if (cause instanceof TooLongFrameException) {
      String what = "the headers of the answer are too long; HttpOptions.withPlatform allows more";
      return new AnimusException.Protocol(origin, what, cause);
    }
    String what = "the connection broke before the answer (" + call.hostAndPort() + ")";
    return new AnimusException.Unavailable(origin, what, true, cause);
  }

  /** The failure when this limit ran out. */
  static AnimusException timedOut(HttpCall call, Limit limit) {
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    Duration timeout = call.endpoint().timeouts().timeout(limit);
    return new AnimusException.TimedOut(origin, limit, timeout);
  }

  /** The failure when the proxy answers 407, to a tunnel or to a request (RFC 9110, 15.5.8). */
  static AnimusException proxyAuthentication(FailureOrigin origin, @Nullable Throwable cause) {
    return new AnimusException.Authentication(
        origin, "the proxy wants a name and a password", cause);
  }

  private static boolean isProxyAuthentication(Throwable cause) {
    return cause instanceof ProxyConnectException
        && String.valueOf(cause.getMessage()).contains("status: 407");
  }

  static AnimusException truncatedBody(FailureOrigin origin, Throwable cause) {
    return new AnimusException.Unavailable(origin, "the answer was cut short", true, cause);
  }

  private static String reason(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "unknown host";
    } else if (cause instanceof ProxyConnectException) {
      return "the proxy does not connect";
    } else if (cause instanceof SSLException) {
      return "no secure connection";
    } else if (String.valueOf(cause.getMessage()).contains("refused")) {
      return "connection refused";
    } else if (cause instanceof ConnectionPoolTooBusyException) {
      return "too many calls wait for a connection";
    }
    return "cannot connect";
  }
}
