package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Single;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pictures drawn by Workers AI: {@code POST …/ai/run/<model>}, answered with the picture or with
 * JSON in which it is written out, as the model does it. Models are named as Cloudflare names them,
 * such as {@code @cf/black-forest-labs/flux-1-schnell}; any will do.
 *
 * <p>Flux is sent the prompt and the fields of the provider's own, for it takes nothing else. Other
 * models are sent size and seed too, and pictures to change, as {@link SdxlWorker} does.
 */
public final class WorkersAiImages implements ImageModel {
  private static final String BASE_URL = "https://api.cloudflare.com/client/v4/accounts/";

  private final Worker worker;

  /** Draws with this model at this endpoint; see {@link #endpoint}. */
  public WorkersAiImages(Http http, Endpoint endpoint, ImageStore store, String model) {
    this(new Worker(http, endpoint, store, model));
  }

  private WorkersAiImages(Worker worker) {
    this.worker = worker;
  }

  /**
   * Where Cloudflare answers, with 30 s to connect, 120 s for each wait and 5 minutes in all.
   *
   * @param account the id of the account
   */
  public static Endpoint endpoint(String account, Credentials token) {
    return endpointAt(BASE_URL + account + "/ai/run", token);
  }

  /** The same at an address that ends where the name of a model follows, such as a gateway's. */
  public static Endpoint endpointAt(String baseUrl, Credentials token) {
    return Worker.endpoint("Workers AI", baseUrl, token);
  }

  /** The same, drawing with another model. */
  public WorkersAiImages withModel(String model) {
    return new WorkersAiImages(worker.withModel(model));
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return Single.defer(() -> isFlux() ? flux(request) : diffused(request));
  }

  private boolean isFlux() {
    return worker.model().contains("/flux-1-");
  }

  private Single<Image> flux(ImageRequest request) {
    if (request.source() != null || !request.assets().isEmpty()) {
      Origin origin = Origin.of(worker.endpoint().provider());
      String what = worker.model() + " cannot change pictures, nor draw with others";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", request.prompt());
    request.extra().forEach(fields::putIfAbsent);
    return drawn(Drawing.begun(request, worker.model()), fields);
  }

  private Single<Image> diffused(ImageRequest request) {
    SdxlOrder order = SdxlOrder.of(request, worker.endpoint().provider());
    return drawn(order.drawing(worker.model()), order.body(worker.store()));
  }

  private Single<Image> drawn(Drawing drawing, Object body) {
    return worker.drawn(
        drawing, worker.endpoint().post("/" + worker.model(), body).accepting("*/*"));
  }
}
