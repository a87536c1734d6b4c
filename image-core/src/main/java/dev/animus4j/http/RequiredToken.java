package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Single;

/** Credentials that fail when there is no token. */
record RequiredToken(Credentials credentials, FailureOrigin origin) implements Credentials {

  @Override
  public Single<String> token() {
    return credentials.token().filter(key -> !key.isBlank()).switchIfEmpty(missingToken());
  }

  @Override
  public boolean renew(String refusedToken) {
    return credentials.renew(refusedToken);
  }

  private Single<String> missingToken() {
    return Single.error(() -> new AnimusException.Authentication(origin, "there is no key", null));
  }
}
