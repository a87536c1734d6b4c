package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.ImageOption;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Map;

/**
 * Image model behind a Flux worker: {@code GET ?prompt=…} without credentials. The response is the
 * image, or one of the forms of JSON that such workers relay. Extra fields become further
 * parameters; sizes, seeds and changes of images are not supported. Of the options, the steps are
 * sent as {@code steps}, quality and guidance are left out, and all others are refused.
 *
 * <p>The prompt is part of the URL: its length is limited, it may appear in the logs of the worker,
 * and equal requests may be served from a cache on the way.
 */
public final class FluxWorkerImages implements StreamingImageModel {
  private static final int MAX_URL_LENGTH = 16 * 1024;

  private static final Map<ImageOption, String> OPTIONS = Map.of(ImageOption.STEPS, "steps");

  private final CloudflareClient cloudflareClient;

  private FluxWorkerImages(CloudflareClient cloudflareClient) {
    this.cloudflareClient = cloudflareClient;
  }

  /** Creates the image model of the worker at this endpoint, which stores its images here. */
  public static FluxWorkerImages create(Http http, Endpoint endpoint, ImageStore store) {
    return new FluxWorkerImages(new CloudflareClient(http, endpoint, store, "flux"));
  }

  /**
   * The endpoint of a worker, with the timeouts for images; for one behind a gateway, add headers,
   * a query or credentials.
   *
   * @param url absolute, http or https; may have a query
   */
  public static Endpoint endpoint(String url) {
    return CloudflareClient.endpoint("Flux worker", url, Credentials.none());
  }

  /** Returns the same model, naming its images by this model; it is not sent to the worker. */
  public FluxWorkerImages withModel(String model) {
    return new FluxWorkerImages(cloudflareClient.withModel(model));
  }

  /** Returns the same model, with other retries of the download of an image that is at a URL. */
  public FluxWorkerImages withDownloadRetry(Retry retry) {
    return new FluxWorkerImages(cloudflareClient.withDownloadRetry(retry));
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return Flowable.defer(
        () ->
            cloudflareClient.generate(
                InFlightImageRequest.of(request, cloudflareClient.model()),
                checkCall(call(request), request)));
  }

  private HttpCall call(ImageRequest request) {
    HttpCall call =
        cloudflareClient
            .endpoint()
            .get("")
            .withAccept("image/*")
            .withQueryParameter("prompt", request.prompt());
    Map<String, Object> fields = ImageOption.fields(request, OPTIONS, origin());
    fields.putAll(request.extra());
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      call = call.withQueryParameter(field.getKey(), field.getValue().toString());
    }
    return call;
  }

  private HttpCall checkCall(HttpCall call, ImageRequest request) {
    if (request.source() != null || !request.referenceImages().isEmpty()) {
      throw invalidRequest("cannot change pictures, nor draw with others");
    }
    if (call.url().toString().length() > MAX_URL_LENGTH) {
      throw invalidRequest("the prompt is too long for an address");
    }
    return call;
  }

  private AnimusException invalidRequest(String what) {
    return new AnimusException.InvalidRequest(origin(), what);
  }

  private FailureOrigin origin() {
    return FailureOrigin.of(cloudflareClient.endpoint().provider());
  }
}
