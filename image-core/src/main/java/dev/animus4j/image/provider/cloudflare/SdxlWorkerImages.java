package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;

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

  private SdxlWorkerImages(CloudflareClient cloudflareClient) {
    this.cloudflareClient = cloudflareClient;
  }

  /** Creates the image model of the worker at this endpoint, which stores its images here. */
  public static SdxlWorkerImages create(Http http, Endpoint endpoint, ImageStore store) {
    return new SdxlWorkerImages(new CloudflareClient(http, endpoint, store, "sdxl"));
  }

  /**
   * The endpoint of a worker, with 30 s to connect, 120 s for each wait and 5 minutes in all; for
   * one behind a gateway, add headers or a query.
   *
   * @param url absolute, http or https; may have a query
   */
  public static Endpoint endpoint(String url, Credentials credentials) {
    return CloudflareClient.endpoint("SDXL worker", url, credentials);
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
