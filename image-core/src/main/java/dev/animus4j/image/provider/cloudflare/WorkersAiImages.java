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
 * Image model of Workers AI: {@code POST …/ai/run/<model>}, whose response is the image or JSON
 * with the image, depending on the model. Models have Cloudflare's names, such as
 * {@code @cf/black-forest-labs/flux-1-schnell}; any is accepted.
 *
 * <p>FLUX.1 is sent the prompt and the extra fields only, since it takes nothing else. FLUX.2 is
 * sent a form, with size, seed and up to four images: the one to change and reference images, as
 * files of the names {@code input_image_0} and so on; its sizes are multiples of 16 from 256 to
 * 1920. Other models are sent size and seed too, and images to change, as {@link SdxlWorkerImages}
 * does.
 *
 * <p>Of the options, FLUX.1 is sent the steps as {@code steps}, FLUX.2 the guidance too, and its
 * distilled models, whose steps are fixed, the guidance alone; a quality is left out, and so are
 * steps and guidance where they are not taken. All else is refused: several images, a background,
 * an output format, a negative prompt, a strength, a mask. For other models see {@link
 * SdxlWorkerImages}.
 */
public final class WorkersAiImages implements StreamingImageModel {
  private static final String BASE_URL = "https://api.cloudflare.com/client/v4/accounts/";

  private static final Map<ImageOption, String> FLUX_1_OPTIONS = Map.of(ImageOption.STEPS, "steps");

  private final CloudflareClient cloudflareClient;

  private WorkersAiImages(CloudflareClient cloudflareClient) {
    this.cloudflareClient = cloudflareClient;
  }

  /** Creates an image model at this endpoint, which stores its images here. */
  public static WorkersAiImages create(
      Http http, Endpoint endpoint, ImageStore store, String model) {
    return new WorkersAiImages(new CloudflareClient(http, endpoint, store, model));
  }

  /**
   * The endpoint of Cloudflare, with the timeouts for images. The name of the model is appended to
   * its URL, and to any other, such as a gateway's.
   *
   * @param account the id of the account
   */
  public static Endpoint endpoint(String account, Credentials credentials) {
    String baseUrl = BASE_URL + account + "/ai/run";
    return CloudflareClient.endpoint("Workers AI", baseUrl, credentials);
  }

  /** Returns this with another model. */
  public WorkersAiImages withModel(String model) {
    return new WorkersAiImages(cloudflareClient.withModel(model));
  }

  /** Returns the same model, with other retries of the download of an image that is at a URL. */
  public WorkersAiImages withDownloadRetry(Retry retry) {
    return new WorkersAiImages(cloudflareClient.withDownloadRetry(retry));
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return Flowable.defer(
        () -> {
          if (cloudflareClient.model().contains("/flux-2-")) {
            return generateWithFlux2(request);
          }
          return cloudflareClient.model().contains("/flux-1-")
              ? generateWithFlux1(request)
              : generateWithDiffusion(request);
        });
  }

  private Flowable<ImageUpdate> generateWithFlux1(ImageRequest request) {
    if (request.source() != null || !request.referenceImages().isEmpty()) {
      String what = cloudflareClient.model() + " cannot change pictures, nor draw with others";
      throw new AnimusException.InvalidRequest(origin(), what);
    }
    Map<String, Object> fields = ImageOption.fields(request, FLUX_1_OPTIONS, origin());
    fields.putAll(request.extra());
    fields.put("prompt", request.prompt());
    return send(InFlightImageRequest.of(request, cloudflareClient.model()), fields);
  }

  private Flowable<ImageUpdate> generateWithDiffusion(ImageRequest request) {
    SdxlRequest sdxlRequest = SdxlRequest.of(request, cloudflareClient.endpoint().provider());
    return send(
        sdxlRequest.context(cloudflareClient.model()), sdxlRequest.body(cloudflareClient.store()));
  }

  private Flowable<ImageUpdate> generateWithFlux2(ImageRequest request) {
    HttpCall call =
        new Flux2Request(request, cloudflareClient.model(), origin())
            .addTo(call(Map.of()), cloudflareClient.store());
    return cloudflareClient.generate(
        InFlightImageRequest.of(request, cloudflareClient.model()), call);
  }

  private Flowable<ImageUpdate> send(InFlightImageRequest context, Object body) {
    return cloudflareClient.generate(context, call(body));
  }

  private HttpCall call(Object body) {
    return cloudflareClient.endpoint().post("/" + cloudflareClient.model(), body).withAccept("*/*");
  }

  private FailureOrigin origin() {
    return FailureOrigin.of(cloudflareClient.endpoint().provider());
  }
}
