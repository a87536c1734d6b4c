package dev.animus4j.http;

import io.reactivex.rxjava3.core.Single;

/**
 * Where the bearer token of a request comes from: nowhere, a key, or a backend that hands it out.
 */
@FunctionalInterface
public interface Credentials {
  /**
   * The token for the next request; empty when the request goes without. Asked for every attempt.
   */
  Single<String> token();

  /**
   * Called when the provider answered 401 to this token. True: {@link #token()} may now give
   * another one, and the request is repeated once.
   */
  default boolean renew(String refusedToken) {
    return false;
  }

  /** No authorization header. */
  static Credentials none() {
    return key("");
  }

  /** Always this key. */
  static Credentials key(String key) {
    Single<String> token = Single.just(key.strip());
    return () -> token;
  }

  /**
   * JWTs from a backend of your own, which keeps the key: a POST without a body, answered with
   * {@code {"animus": {"token": "…"}}} or {@code {"accessToken": "…"}}. A token is fetched when it
   * is first needed, shared by all callers, and fetched again 60 s before its {@code exp} or when
   * it is refused; callers that wait at the same time wait for the same fetch. A failed fetch fails
   * those that waited, and the next one tries again.
   *
   * @throws IllegalArgumentException when {@code url} is not an absolute http or https URL
   */
  static Credentials tokenProvider(Http http, String url) {
    Endpoint endpoint = Endpoint.of("token provider", url, none(), Timeouts.text());
    return new TokenProvider(TokenProvider.fetched(http, endpoint), System::currentTimeMillis);
  }
}
