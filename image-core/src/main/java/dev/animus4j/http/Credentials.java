package dev.animus4j.http;

import io.reactivex.rxjava3.core.Single;

/** Source of the token of requests: none, a fixed key, or a backend that issues tokens. */
@FunctionalInterface
public interface Credentials {
  /** Returns the token for the next request; empty to send none. Called for every attempt. */
  Single<String> token();

  /**
   * Called when the provider answered 401 to this token, or 400 because of it, as Google does.
   * Returns true when {@link #token()} may now give another one; the request is then repeated once.
   */
  default boolean renew(String refusedToken) {
    return false;
  }

  /** Sends no token. */
  static Credentials none() {
    return key("");
  }

  /** Always sends this key. */
  static Credentials key(String key) {
    return new FixedKey(key.strip());
  }

  /**
   * Fetches JWTs from a backend of your own, which keeps the key: a POST without a body, whose
   * response is {@code {"animus": {"token": "…"}}} or {@code {"accessToken": "…"}}. A token is
   * fetched on first use, shared by all callers, and fetched again 60 s before its {@code exp} or
   * when it is refused; callers that wait at the same time wait for the same fetch. A failed fetch
   * fails the waiting callers, and the next caller fetches again.
   *
   * @throws IllegalArgumentException when {@code url} is not an absolute http or https URL
   */
  static Credentials tokenProvider(Http http, String url) {
    return tokenProvider(http, Endpoint.of("token provider", url, none(), Timeouts.chat()));
  }

  /** The same at this endpoint, for a backend that wants headers or credentials itself. */
  static Credentials tokenProvider(Http http, Endpoint endpoint) {
    return new FetchedTokenCredentials(
        FetchedTokenCredentials.fetchToken(http, endpoint), System::currentTimeMillis);
  }
}
