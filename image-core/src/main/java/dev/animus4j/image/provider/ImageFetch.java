package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Gets a picture from where its provider published it. The address is an answer's word and leads
 * anywhere: so it is asked for without credentials, over http or https, and only within {@link
 * dev.animus4j.http.HttpOptions#reach()}, unless it is where the provider itself is. At most three
 * redirects are followed, under the same conditions. Whatever goes wrong, the picture has been made
 * by then, and the failure says so.
 *
 * @param http what it is fetched with
 * @param provider who published it; its limits apply to each request
 */
record ImageFetch(Http http, Endpoint provider) {
  private static final int REDIRECTS = 3;

  /** The file as it arrives; how much of it is too much, its reader knows. */
  Flowable<Buffer> bytes(URI url) {
    return Flowable.defer(() -> new Hop(http, provider, url).bytes(REDIRECTS))
        .onErrorResumeNext(cause -> Flowable.error(late(cause)));
  }

  /**
   * Reads the address of a picture.
   *
   * @throws AnimusException.Protocol when it is none that may be fetched
   */
  static URI address(String url, Origin publisher) {
    try {
      URI address = new URI(url.strip());
      String scheme = String.valueOf(address.getScheme());
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      if (web && address.getHost() != null && address.getRawUserInfo() == null) {
        return URI.create(address.toASCIIString());
      }
    } catch (URISyntaxException notAnAddress) {
      // the message below says as much, and does not quote it
    }
    throw new AnimusException.Protocol(publisher, "the picture has no http(s) address", null);
  }

  private static Throwable late(Throwable cause) {
    if (cause instanceof AnimusException failure
        && failure.isTransient()
        && !failure.mayHaveRun()) {
      return new AnimusException.Unavailable(
          failure.origin(), "the picture cannot be fetched", true, failure);
    }
    return cause;
  }
}
