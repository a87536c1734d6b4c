package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.ErrorResponse;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of an image download, whose response has the bytes or a redirect. */
final class DownloadHop {
  private static final Set<Integer> REDIRECTED = Set.of(301, 302, 303, 307, 308);

  private final Http http;
  private final Endpoint provider;
  private final URI url;
  private @Nullable URI next;

  DownloadHop(Http http, Endpoint provider, URI url) {
    this.http = http;
    this.provider = provider;
    this.url = url;
  }

  /** Streams the file, following up to this many redirects. */
  Flowable<Buffer> bytes(int redirects) {
    return http.stream(call(), StreamedResponse::bytes)
        .onErrorResumeNext(
            cause ->
                next == null || redirects == 0
                    ? Flowable.error(cause)
                    : new DownloadHop(http, provider, next).bytes(redirects - 1));
  }

  private HttpCall call() {
    Endpoint host =
        Endpoint.of(
                provider.provider() + " picture host",
                origin(url),
                Credentials.none(),
                provider.timeouts())
            .withFailures(this::toFailure);
    boolean foreign = !origin(url).equals(origin(URI.create(provider.baseUrl())));
    return new HttpCall(host, HttpMethod.GET, url, Map.of(), null, "image/*", foreign);
  }

  private AnimusException toFailure(ErrorResponse response) {
    String location = response.headers().get("location");
    if (REDIRECTED.contains(response.status()) && location != null) {
      return redirectFailure(location, response.origin());
    }
    return new AnimusException.Unavailable(
        response.origin(), "the picture cannot be fetched", true, response.retryAfter());
  }

  private AnimusException redirectFailure(String location, FailureOrigin origin) {
    try {
      next = ImageDownload.parseUrl(url.resolve(location.strip()).toString(), origin);
      return new AnimusException.Protocol(origin, "redirected too often", null);
    } catch (IllegalArgumentException | AnimusException invalid) {
      return new AnimusException.Protocol(origin, "redirected to nowhere", invalid);
    }
  }

  private static String origin(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
