package dev.animus4j.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.ContextScheduler;
import dev.animus4j.vertx.EventLoops;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.util.Base64;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tokens fetched from a backend: one at a time, one fetch at a time. */
final class TokenProvider implements Credentials {
  private static final Origin ORIGIN = Origin.of("token provider");
  private static final long SAFETY_MS = 60_000;

  private final Single<Token> fetched;
  private final LongSupplier now;
  private @Nullable Token current;
  private @Nullable Single<Token> underway;

  TokenProvider(Single<Token> fetched, LongSupplier now) {
    this.fetched = fetched;
    this.now = now;
  }

  static Single<Token> fetched(Http http, Endpoint endpoint) {
    ContextScheduler nobodys = new ContextScheduler(EventLoops.context(http.vertx()));
    return http.json(endpoint.post("", null), Handout.class)
        .map(Handout::token)
        .map(Token::of)
        .subscribeOn(nobodys);
  }

  @Override
  public Single<String> token() {
    return Single.defer(this::currentOrFetched);
  }

  @Override
  public synchronized boolean renew(String refusedToken) {
    if (current != null && current.jwt.equals(refusedToken)) {
      current = null;
    }
    return true;
  }

  private synchronized Single<String> currentOrFetched() {
    if (current != null && now.getAsLong() < current.staleAt) {
      return Single.just(current.jwt);
    }
    if (underway == null) {
      underway = fetched.doOnSuccess(this::keep).doOnTerminate(this::landed).cache();
    }
    Scheduler scheduler = CallerContext.scheduler();
    Single<String> jwt = underway.map(Token::jwt);
    return scheduler == null ? jwt : jwt.observeOn(scheduler);
  }

  private synchronized void keep(Token token) {
    current = token;
  }

  private synchronized void landed() {
    underway = null;
  }

  /** What the backend answers: what the code of the original SDK expects, or what its docs show. */
  record Handout(
      @Nullable Issued animus, @JsonProperty("accessToken") @Nullable String accessToken) {
    record Issued(@Nullable String token) {
      @Override
      public String toString() {
        return "Issued";
      }
    }

    @Override
    public String toString() {
      return "Handout";
    }

    String token() {
      String token = animus != null && animus.token != null ? animus.token : accessToken;
      if (token == null || token.isBlank()) {
        throw new AnimusException.Authentication(
            ORIGIN, "the answer has neither animus.token nor accessToken", null);
      }
      return token;
    }
  }

  /** A JWT, and when it is too old to be used. */
  record Token(String jwt, long staleAt) {
    static Token of(String jwt) {
      String[] parts = jwt.split("\\.");
      if (parts.length < 2) {
        throw undecodable(null);
      }
      JsonNode exp = claims(parts[1]).path("exp");
      if (!exp.isNumber()) {
        throw new AnimusException.Authentication(ORIGIN, "the token has no exp claim", null);
      }
      return new Token(jwt, exp.longValue() * 1000 - SAFETY_MS);
    }

    private static JsonNode claims(String payload) {
      try {
        byte[] json = Base64.getUrlDecoder().decode(payload);
        return Json.read(json, JsonNode.class, ORIGIN);
      } catch (IllegalArgumentException | AnimusException.Protocol e) {
        throw undecodable(e);
      }
    }

    private static AnimusException undecodable(@Nullable Throwable cause) {
      return new AnimusException.Authentication(ORIGIN, "the token is not a JWT", cause);
    }

    @Override
    public String toString() {
      return "Token[staleAt=" + staleAt + "]";
    }
  }
}
