package dev.animus4j.image.s3;

import io.reactivex.rxjava3.core.Single;
import org.jspecify.annotations.Nullable;

/** Source of the access key that requests are signed with. */
@FunctionalInterface
public interface S3Credentials {
  /**
   * Returns the access key for the next request. Called for every attempt, so that keys can be
   * rotated; keep temporary ones until shortly before they expire.
   */
  Single<AccessKey> accessKey();

  /** Always uses this access key. */
  static S3Credentials of(String id, String secret) {
    AccessKey accessKey = new AccessKey(id.strip(), secret.strip(), null);
    return () -> Single.just(accessKey);
  }

  /**
   * Access key.
   *
   * @param id what the service knows it by
   * @param secret the secret that signs; never sent
   * @param sessionToken the session token of temporary credentials; null for others
   */
  record AccessKey(String id, String secret, @Nullable String sessionToken) {
    /**
     * @throws IllegalArgumentException when a part is blank, or has characters that no key has
     */
    public AccessKey {
      requireText("the id of the access key", id);
      requireText("the secret of the access key", secret);
      if (sessionToken != null) {
        requireText("the session token", sessionToken);
      }
    }

    private static void requireText(String name, String text) {
      if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new IllegalArgumentException(name + " is blank or has characters that no key has");
      }
    }

    /** Omits the secret and the session token. */
    @Override
    public String toString() {
      return "AccessKey[" + id + "]";
    }
  }
}
