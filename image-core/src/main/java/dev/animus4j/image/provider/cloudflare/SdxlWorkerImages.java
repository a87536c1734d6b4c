package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * Image model behind a Stable Diffusion XL worker: {@code POST {"prompt": …}} with a key: without
 * one a request fails with {@link AnimusException.Authentication} before anything is sent. The
 * response is the image, or one of the forms of JSON that such workers relay.
 *
 * <p>Size, seed and extra fields are sent when they are set, for workers that pass them on. An
 * image of our store, or in a data URL, is changed by sending it as {@code image_b64}; the field
 * {@code strength} sets how much of it remains.
 */
public final class SdxlWorkerImages implements ImageModel {
  private final CloudflareClient cloudflareClient;

  /**
   * Creates a model for the worker at this address, with 30 s to connect, 120 s for each wait and 5
   * minutes in all.
   *
   * @param url absolute, http or https; may have a query
   */
  public SdxlWorkerImages(Http http, URI url, Credentials key, ImageStore store) {
    this(
        new CloudflareClient(
            http, CloudflareClient.endpoint("SDXL worker", url, key), store, "sdxl"));
  }

  private SdxlWorkerImages(CloudflareClient cloudflareClient) {
    this.cloudflareClient = cloudflareClient;
  }

  /** Returns the same model with other timeouts. */
  public SdxlWorkerImages withTimeouts(Timeouts timeouts) {
    return new SdxlWorkerImages(
        cloudflareClient.withEndpoint(endpoint -> endpoint.withTimeouts(timeouts)));
  }

  /**
   * Returns the same model at a changed endpoint, for a worker behind a gateway that wants headers,
   * a query or credentials.
   */
  public SdxlWorkerImages withEndpoint(UnaryOperator<Endpoint> change) {
    return new SdxlWorkerImages(cloudflareClient.withEndpoint(change));
  }

  /** Returns the same model, naming its images by this model; it is not sent to the worker. */
  public SdxlWorkerImages withModel(String model) {
    return new SdxlWorkerImages(cloudflareClient.withModel(model));
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return Single.defer(() -> send(request));
  }

  private Single<Image> send(ImageRequest request) {
    SdxlRequest sdxlRequest = SdxlRequest.of(request, cloudflareClient.endpoint().provider());
    HttpCall call =
        cloudflareClient
            .endpoint()
            .withRequiredToken()
            .post("", sdxlRequest.body(cloudflareClient.store()))
            .withAccept("image/*");
    return cloudflareClient.generate(sdxlRequest.context(cloudflareClient.model()), call);
  }
}
