package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;

/**
 * Attempts at one call: it is sent again once with a renewed token when it was refused, and once
 * when a connection that had carried other calls died at once, before any byte of the response,
 * since servers close idle connections unannounced. One that dies later may have been worked for.
 *
 * @param transports creates the transport of each attempt
 */
record CallAttempts<T>(
    Http http,
    HttpCall call,
    Function<StreamedResponse, Flowable<T>> reader,
    CallEventLoop eventLoop,
    Transport.Factory transports) {

  Flowable<T> events() {
    return attempt(true, true);
  }

  private Flowable<T> attempt(boolean mayRenew, boolean mayReconnect) {
    if (call.endpoint().credentials() instanceof FixedKey fixed) {
      return attempt(AuthorizedCall.of(call, fixed.key(), http.options()), mayRenew, mayReconnect);
    }
    return token()
        .flatMapPublisher(
            token ->
                attempt(AuthorizedCall.of(call, token, http.options()), mayRenew, mayReconnect));
  }

  private Flowable<T> attempt(AuthorizedCall authorized, boolean mayRenew, boolean mayReconnect) {
    HttpExchange exchange =
        new HttpExchange(http, authorized, eventLoop, transports.create(eventLoop));
    Flowable<T> events = exchange.execute(reader);
    AttemptLog log = authorized.log();
    return (log == null ? events : log.observe(events))
        .onErrorResumeNext(
            failure -> {
              if (mayRenew && exchange.isTokenRefused(failure) && authorized.renewToken(failure)) {
                return attempt(false, mayReconnect);
              }
              return mayReconnect && exchange.diedOnReusedConnection()
                  ? attempt(mayRenew, false)
                  : Flowable.error(authorized.secrets().redact(failure));
            });
  }

  private Single<String> token() {
    return FaultIsolation.single(() -> call.endpoint().credentials().token())
        .onErrorResumeNext(e -> Single.error(missingToken(e)));
  }

  private AnimusException missingToken(Throwable e) {
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    return e instanceof AnimusException known
        ? known
        : new AnimusException.Authentication(origin, "no token", e);
  }
}
