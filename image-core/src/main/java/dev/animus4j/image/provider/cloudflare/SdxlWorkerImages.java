package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;

/**
 * Image model behind a Stable Diffusion XL worker: {@code POST {"prompt": …}} with a key: without
 * one a request fails with {@link AnimusException.Authentication} before anything is sent. The
 * response is the image, or one of the forms of JSON that such workers relay.
 *
 * <p>Size, seed and extra fields are sent when they are set, for workers that pass them on; the
 * size as the nearest of multiples of 8 from 256 to 2048 in about the same aspect ratio. An image
 * of our store, or in a data URL, is changed by sending it as {@code image_b64}, and a mask for it
 * as {@code mask}.
 *
 * <p>Of the options, the negative prompt is sent as {@code negative_prompt}, steps as {@code
 * num_steps}, guidance and strength by these names. Several images, a background and an output
 * format are refused, and a quality is left out.
 */
public final class SdxlWorkerImages implements StreamingImageModel {
  private final CloudflareClient cloudflareClient;

  private SdxlWorkerImages(CloudflareClient cloudflareClient) {
    this.cloudflareClient = cloudflareClient;
  }

  /** Creates the image model of the worker at this endpoint, which stores its images here. */
  public static SdxlWorkerImages create(Http http, Endpoint endpoint, ImageStore store) {
    return new SdxlWorkerImages(new CloudflareClient(http, endpoint, store, "sdxl"));
  }

  /**
   * The endpoint of a worker, with the timeouts for images; for one behind a gateway, add headers
   * or a query.
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

  /** Returns the same model, with other retries of the download of an image that is at a URL. */
  public SdxlWorkerImages withDownloadRetry(Retry retry) {
    return new SdxlWorkerImages(cloudflareClient.withDownloadRetry(retry));
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return Flowable.defer(() -> send(request));
  }

  private Flowable<ImageUpdate> send(ImageRequest request) {
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
