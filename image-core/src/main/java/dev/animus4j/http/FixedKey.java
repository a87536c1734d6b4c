package dev.animus4j.http;

import io.reactivex.rxjava3.core.Single;

/**
 * Credentials that never change.
 *
 * @param key empty for none
 */
record FixedKey(String key) implements Credentials {

  @Override
  public Single<String> token() {
    return Single.just(key);
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return "FixedKey";
  }
}
