package dev.animus4j.image.provider;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;

/** Somebody who answers with one picture, as Workers AI does and workers in front of it. */
record Worker(Http http, Endpoint endpoint, ImageStore store, String model) {
  private static final Timeouts PATIENT =
      new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofSeconds(120),
          Duration.ofSeconds(120),
          Duration.ofMinutes(5));

  /** Where one answers: 30 s to connect, 120 s for each wait, 5 minutes in all. */
  static Endpoint endpoint(String provider, String url, Credentials key) {
    return new Endpoint(provider, url, key, PATIENT, CloudflareFailures::of);
  }

  /** Where a worker of one's own answers, whose address may have a query that is not shown. */
  static Endpoint endpoint(String provider, URI url, Credentials key) {
    String text = url.toString();
    int query = text.indexOf('?');
    return endpoint(provider, query < 0 ? text : text.substring(0, query), key);
  }

  Worker withTimeouts(Timeouts timeouts) {
    return new Worker(http, endpoint.withTimeouts(timeouts), store, model);
  }

  Worker withModel(String model) {
    return new Worker(http, endpoint, store, model);
  }

  Single<Image> drawn(Drawing drawing, HttpCall call) {
    ImageFetch fetch = new ImageFetch(http, endpoint);
    return http.send(
            call,
            answer -> new CloudflarePictures(answer, drawing, store, fetch).read().toFlowable())
        .singleOrError();
  }
}
