package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What a broken connection means, by the stage at which it broke. */
final class Breakdown {
  private Breakdown() {}

  /** Nothing was sent. */
  static AnimusException unreachable(HttpCall call, Throwable cause) {
    Origin origin = Origin.of(call.endpoint().provider());
    if (cause instanceof AnimusException refused) {
      return refused;
    }
    if (cause instanceof IllegalStateException
        && String.valueOf(cause.getMessage()).contains("closed")) {
      return closed(call);
    }
    if (cause instanceof IllegalArgumentException) {
      return new AnimusException.InvalidRequest(origin, "a header has an illegal character");
    }
    String what = reason(cause) + " (" + call.place() + ")";
    return new AnimusException.Unavailable(origin, what, false, cause);
  }

  /** There is no way to connect any more: not a matter of the provider's. */
  static AnimusException closed(HttpCall call) {
    Origin origin = Origin.of(call.endpoint().provider());
    String what = "the HTTP client was closed, by itself or with the verticle that made it";
    return new AnimusException.Cancelled(origin, what);
  }

  /** The request was sent, at least in part. */
  static AnimusException beforeHead(HttpCall call, Throwable cause) {
    Origin origin = Origin.of(call.endpoint().provider());
    String what = "the connection broke before the answer (" + call.place() + ")";
    return new AnimusException.Unavailable(origin, what, true, cause);
  }

  static AnimusException inBody(Origin origin, Throwable cause) {
    return new AnimusException.Protocol(origin, "the answer was cut short", cause);
  }

  private static String reason(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "unknown host";
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
