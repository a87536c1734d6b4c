package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.ErrorAnswer;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request on the way to a picture, answered with its bytes or with where to go next. */
final class Hop {
  private static final Set<Integer> REDIRECTED = Set.of(301, 302, 303, 307, 308);

  private final Http http;
  private final Endpoint provider;
  private final URI url;
  private @Nullable URI next;

  Hop(Http http, Endpoint provider, URI url) {
    this.http = http;
    this.provider = provider;
    this.url = url;
  }

  /** The file; when this goes nowhere, follows up to so many redirects. */
  Flowable<Buffer> bytes(int redirects) {
    return http.send(call(), Answer::bytes)
        .onErrorResumeNext(
            cause ->
                next == null || redirects == 0
                    ? Flowable.error(cause)
                    : new Hop(http, provider, next).bytes(redirects - 1));
  }

  private HttpCall call() {
    Endpoint host =
        new Endpoint(
            provider.provider() + " picture host",
            origin(url),
            Credentials.none(),
            provider.timeouts(),
            this::refused);
    boolean foreign = !origin(url).equals(origin(URI.create(provider.baseUrl())));
    return new HttpCall(host, HttpMethod.GET, url, Map.of(), null, "image/*", foreign);
  }

  private AnimusException refused(ErrorAnswer answer) {
    String location = answer.headers().get("location");
    if (REDIRECTED.contains(answer.status()) && location != null) {
      return redirected(location, answer.origin());
    }
    return new AnimusException.Unavailable(
        answer.origin(), "the picture cannot be fetched", true, answer.retryAfter());
  }

  private AnimusException redirected(String location, Origin origin) {
    try {
      next = ImageFetch.address(url.resolve(location.strip()).toString(), origin);
      return new AnimusException.Protocol(origin, "redirected too often", null);
    } catch (IllegalArgumentException | AnimusException nowhere) {
      return new AnimusException.Protocol(origin, "redirected to nowhere", nowhere);
    }
  }

  private static String origin(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
