package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.ErrorAnswer;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * Gets a picture from where its provider published it. The address is an answer's word and leads
 * anywhere: so it is asked for without credentials, over http or https only, and no redirect is
 * followed. Whatever goes wrong, the picture has been made by then, and the failure says so.
 */
record ImageFetch(Http http, Timeouts timeouts) {

  /** The file as it arrives; how much of it is too much, its reader knows. */
  Flowable<Buffer> bytes(URI url, Origin publisher) {
    Endpoint host =
        new Endpoint(
            publisher.provider() + " picture host",
            url.getScheme() + "://" + url.getRawAuthority(),
            Credentials.none(),
            timeouts,
            ImageFetch::refused);
    HttpCall call = new HttpCall(host, HttpMethod.GET, url, Map.of(), null, "image/*");
    return http.send(call, Answer::bytes).onErrorResumeNext(cause -> Flowable.error(late(cause)));
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

  private static AnimusException refused(ErrorAnswer answer) {
    return new AnimusException.Unavailable(
        answer.origin(), "the picture cannot be fetched", true, answer.retryAfter());
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
