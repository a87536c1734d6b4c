package dev.animus4j.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.ContextScheduler;
import dev.animus4j.vertx.VerticleFreeContexts;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.util.Base64;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Credentials fetched from a backend: one current token, one fetch at a time. */
final class FetchedTokenCredentials implements Credentials {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("token provider");
  private static final long SAFETY_MS = 60_000;

  private final Single<Token> fetch;
  private final LongSupplier now;
  private @Nullable Token current;
  private @Nullable Single<Token> pendingFetch;

  FetchedTokenCredentials(Single<Token> fetch, LongSupplier now) {
    this.fetch = fetch;
    this.now = now;
  }

  static Single<Token> fetchToken(Http http, Endpoint endpoint) {
    ContextScheduler detached = new ContextScheduler(VerticleFreeContexts.create(http.vertx()));
    return http.json(endpoint.post("", null), Handout.class)
        .map(Handout::token)
        .map(Token::parse)
        .subscribeOn(detached);
  }

  @Override
  public Single<String> token() {
    return Single.defer(this::currentToken);
  }

  @Override
  public synchronized boolean renew(String refusedToken) {
    if (current != null && current.jwt.equals(refusedToken)) {
      current = null;
    }
    return true;
  }

  private synchronized Single<String> currentToken() {
    if (current != null && now.getAsLong() < current.staleAt) {
      return Single.just(current.jwt);
    }
    if (pendingFetch == null) {
      pendingFetch = fetch.doOnSuccess(this::store).doOnTerminate(this::clearFetch).cache();
    }
    Scheduler scheduler = CallerContext.scheduler();
    Single<String> jwt = pendingFetch.map(Token::jwt);
    return scheduler == null ? jwt : jwt.observeOn(scheduler);
  }

  private synchronized void store(Token token) {
    current = token;
  }

  private synchronized void clearFetch() {
    pendingFetch = null;
  }

  /**
   * Response of the backend: in the form that the code of the original SDK expects, or that its
   * docs show.
   */
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

  /** JWT, and the time from which it is too old to be used. */
  record Token(String jwt, long staleAt) {
    static Token parse(String jwt) {
      String[] parts = jwt.split("\\.");
      if (parts.length < 2) {
        throw invalidToken(null);
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
        throw invalidToken(e);
      }
    }

    private static AnimusException invalidToken(@Nullable Throwable cause) {
      return new AnimusException.Authentication(ORIGIN, "the token is not a JWT", cause);
    }

    @Override
    public String toString() {
      return "Token[staleAt=" + staleAt + "]";
    }
  }
}
