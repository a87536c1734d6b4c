package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.provider.ImageAnswer;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.StoreCheck;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;

/** Endpoint whose response has an image: Workers AI, or a worker in front of it. */
record CloudflareClient(ImageDownload download, ImageStore store, String model) {

  CloudflareClient(Http http, Endpoint endpoint, ImageStore store, String model) {
    this(new ImageDownload(http, endpoint), store, model);
  }

  Endpoint endpoint() {
    return download.provider();
  }

  /** Creates an endpoint, with the timeouts for images. */
  static Endpoint endpoint(String provider, String url, Credentials key) {
    return Endpoint.of(provider, url, key, Timeouts.images())
        .withFailures(CloudflareFailures::toException);
  }

  CloudflareClient withModel(String model) {
    return new CloudflareClient(download, store, model);
  }

  CloudflareClient withDownloadRetry(Retry retry) {
    return new CloudflareClient(download.withRetry(retry), store, model);
  }

  Flowable<ImageUpdate> generate(InFlightImageRequest context, HttpCall call) {
    return StoreCheck.before(
        store,
        download.http().stream(
            call,
            response ->
                new ImageAnswer(response, context, store, download)
                    .images()
                    .cast(ImageUpdate.class)));
  }
}
