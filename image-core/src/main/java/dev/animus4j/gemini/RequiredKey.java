package dev.animus4j.gemini;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import io.reactivex.rxjava3.core.Single;

/** Credentials that fail when there is no key. */
record RequiredKey(Credentials credentials, FailureOrigin origin) implements Credentials {

  @Override
  public Single<String> token() {
    return credentials.token().filter(key -> !key.isBlank()).switchIfEmpty(missingKey());
  }

  @Override
  public boolean renew(String refusedToken) {
    return credentials.renew(refusedToken);
  }

  private Single<String> missingKey() {
    return Single.error(
        () -> new AnimusException.Authentication(origin, "there is no API key", null));
  }
}
