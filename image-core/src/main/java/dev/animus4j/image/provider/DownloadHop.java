package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.ErrorResponse;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.WebAddress;
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

  private static final String ACCEPT = "image/*, */*;q=0.5";

  private final Http http;
  private final Endpoint provider;
  private final URI url;
  private @Nullable URI next;

  DownloadHop(Http http, Endpoint provider, URI url) {
    this.http = http;
    this.provider = provider;
    this.url = url;
  }

  /** The name of the host of a provider's images, for failures. */
  static String hostName(Endpoint provider) {
    return provider.provider() + " picture host";
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
        Endpoint.of(hostName(provider), origin(url), Credentials.none(), provider.timeouts())
            .withFailures(this::toFailure);
    boolean foreign = !origin(url).equals(origin(URI.create(provider.baseUrl())));
    return new HttpCall(host, HttpMethod.GET, url, Map.of(), null, ACCEPT, foreign);
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
    next = WebAddress.resolveHeader(url, location).orElse(null);
    String what = next == null ? "redirected to nowhere" : "redirected too often";
    return new AnimusException.Protocol(origin, what, null);
  }

  private static String origin(URI url) {
    return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
  }
}
