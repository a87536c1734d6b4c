package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;

/** Endpoint whose response has one image: Workers AI, or a worker in front of it. */
record CloudflareClient(Http http, Endpoint endpoint, ImageStore store, String model) {
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofSeconds(120),
          Duration.ofSeconds(120),
          Duration.ofMinutes(5));

  /** Creates an endpoint: 30 s to connect, 120 s for each wait, 5 minutes in all. */
  static Endpoint endpoint(String provider, String url, Credentials key) {
    return Endpoint.of(provider, url, key, TIMEOUTS).withFailures(CloudflareFailures::toException);
  }

  CloudflareClient withModel(String model) {
    return new CloudflareClient(http, endpoint, store, model);
  }

  Single<Image> generate(InFlightImageRequest context, HttpCall call) {
    ImageDownload download = new ImageDownload(http, endpoint);
    return http.stream(
            call,
            response ->
                new CloudflareImageResponse(response, context, store, download).read().toFlowable())
        .singleOrError();
  }
}
