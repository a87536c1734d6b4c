package dev.animus4j.image.provider.cloudflare;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Image model of Workers AI: {@code POST …/ai/run/<model>}, whose response is the image or JSON
 * with the image, depending on the model. Models have Cloudflare's names, such as
 * {@code @cf/black-forest-labs/flux-1-schnell}; any is accepted.
 *
 * <p>Flux is sent the prompt and the extra fields only, since it takes nothing else. Other models
 * are sent size and seed too, and images to change, as {@link SdxlWorkerImages} does.
 */
public final class WorkersAiImages implements ImageModel {
  private static final String BASE_URL = "https://api.cloudflare.com/client/v4/accounts/";

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
   * The endpoint of Cloudflare, with 30 s to connect, 120 s for each wait and 5 minutes in all. The
   * name of the model is appended to its URL, and to any other, such as a gateway's.
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

  @Override
  public Single<Image> generate(ImageRequest request) {
    return Single.defer(
        () -> isFlux() ? generateWithFlux(request) : generateWithDiffusion(request));
  }

  private boolean isFlux() {
    return cloudflareClient.model().contains("/flux-1-");
  }

  private Single<Image> generateWithFlux(ImageRequest request) {
    if (request.source() != null || !request.referenceImages().isEmpty()) {
      FailureOrigin origin = FailureOrigin.of(cloudflareClient.endpoint().provider());
      String what = cloudflareClient.model() + " cannot change pictures, nor draw with others";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", request.prompt());
    request.extra().forEach(fields::putIfAbsent);
    return send(InFlightImageRequest.of(request, cloudflareClient.model()), fields);
  }

  private Single<Image> generateWithDiffusion(ImageRequest request) {
    SdxlRequest sdxlRequest = SdxlRequest.of(request, cloudflareClient.endpoint().provider());
    return send(
        sdxlRequest.context(cloudflareClient.model()), sdxlRequest.body(cloudflareClient.store()));
  }

  private Single<Image> send(InFlightImageRequest context, Object body) {
    return cloudflareClient.generate(
        context,
        cloudflareClient.endpoint().post("/" + cloudflareClient.model(), body).withAccept("*/*"));
  }
}
