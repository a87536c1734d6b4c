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
 * A worker in front of Stable Diffusion XL, asked by {@code POST {"prompt": …}} with a key: without
 * one a request fails with {@link AnimusException.Authentication} before anything is sent. It
 * answers with the picture, or with one of the forms of JSON that such workers relay.
 *
 * <p>Size, seed and fields of the provider's own are sent when they are set, for workers that hand
 * them on. A picture of our store, or in a data URL, is changed by sending it as {@code image_b64};
 * how much of it remains, the field {@code strength} says.
 */
public final class SdxlWorker implements ImageModel {
  private final Worker worker;
  private final URI url;

  /**
   * Draws with the worker at this address, with 30 s to connect, 120 s for each wait and 5 minutes
   * in all.
   *
   * @param url absolute, http or https; may have a query
   */
  public SdxlWorker(Http http, URI url, Credentials key, ImageStore store) {
    this(new Worker(http, Worker.endpoint("SDXL worker", url, key), store, "sdxl"), url);
  }

  private SdxlWorker(Worker worker, URI url) {
    this.worker = worker;
    this.url = url;
  }

  /** The same with other limits. */
  public SdxlWorker withTimeouts(Timeouts timeouts) {
    return new SdxlWorker(worker.withTimeouts(timeouts), url);
  }

  /** The same, telling and filing its pictures under this name; the worker is not told. */
  public SdxlWorker withModel(String model) {
    return new SdxlWorker(worker.withModel(model), url);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return worker
        .endpoint()
        .credentials()
        .token()
        .flatMap(token -> token.isEmpty() ? Single.error(keyless()) : drawn(request));
  }

  private Single<Image> drawn(ImageRequest request) {
    SdxlOrder order = SdxlOrder.of(request, worker.endpoint().provider());
    HttpCall call =
        new HttpCall(
            worker.endpoint(),
            HttpMethod.POST,
            url,
            Map.of(),
            order.body(worker.store()),
            "image/*",
            false);
    return worker.drawn(order.drawing(worker.model()), call);
  }

  private AnimusException keyless() {
    Origin origin = Origin.of(worker.endpoint().provider());
    return new AnimusException.Authentication(origin, "there is no key", null);
  }
}
