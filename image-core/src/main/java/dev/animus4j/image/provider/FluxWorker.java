package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Map;

/**
 * A worker in front of Flux, asked by {@code GET ?prompt=…} without credentials. It answers with
 * the picture, or with one of the forms of JSON that such workers relay. Fields of the provider's
 * own become further parameters; it knows no sizes and no seeds, and cannot change pictures.
 *
 * <p>The prompt is part of the address: it must not be longer than an address may be, it may stand
 * in the logs of the worker, and equal requests may be answered from a cache on the way.
 */
public final class FluxWorker implements ImageModel {
  private static final int LONGEST_ADDRESS = 16 * 1024;

  private final Worker worker;
  private final URI url;

  /**
   * Draws with the worker at this address, with 30 s to connect, 120 s for each wait and 5 minutes
   * in all.
   *
   * @param url absolute, http or https; may have a query
   */
  public FluxWorker(Http http, URI url, ImageStore store) {
    this(
        new Worker(http, Worker.endpoint("Flux worker", url, Credentials.none()), store, "flux"),
        url);
  }

  private FluxWorker(Worker worker, URI url) {
    this.worker = worker;
    this.url = url;
  }

  /** The same with other limits. */
  public FluxWorker withTimeouts(Timeouts timeouts) {
    return new FluxWorker(worker.withTimeouts(timeouts), url);
  }

  /** The same, telling and filing its pictures under this name; the worker is not told. */
  public FluxWorker withModel(String model) {
    return new FluxWorker(worker.withModel(model), url);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return Single.defer(
        () ->
            worker.drawn(Drawing.begun(request, worker.model()), checked(call(request), request)));
  }

  private HttpCall call(ImageRequest request) {
    HttpCall call =
        new HttpCall(worker.endpoint(), HttpMethod.GET, url, Map.of(), null, "image/*", false)
            .query("prompt", request.prompt());
    for (Map.Entry<String, Object> field : request.extra().entrySet()) {
      call = call.query(field.getKey(), field.getValue().toString());
    }
    return call;
  }

  private HttpCall checked(HttpCall call, ImageRequest request) {
    if (request.source() != null || !request.assets().isEmpty()) {
      throw refused("cannot change pictures, nor draw with others");
    }
    if (call.url().toString().length() > LONGEST_ADDRESS) {
      throw refused("the prompt is too long for an address");
    }
    return call;
  }

  private AnimusException refused(String what) {
    return new AnimusException.InvalidRequest(Origin.of(worker.endpoint().provider()), what);
  }
}
