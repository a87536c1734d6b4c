package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.HttpUrlCheck;
import dev.animus4j.image.provider.ImageAnswer;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.ImageOption;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.StoreCheck;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Image model of the Animus platform: {@code POST /generate/image} returns the URL of the image,
 * which is then downloaded, without credentials, and stored. The platform chooses model, size and
 * steps; the request carries the prompt and the image to change, nothing else. Reference images and
 * options that would change what is shown are refused, and quality, steps and guidance left out.
 *
 * <p>The URL is looked up in {@code output} and {@code outputs}; a {@code data:} URL, or base64, is
 * accepted too. The timeouts of the endpoint apply to each of the two calls. When the image cannot
 * be downloaded, the failure is marked as may-have-run, since it may have been billed.
 */
public final class AnimusImages implements StreamingImageModel {
  private static final String BASE_URL = "https://api.animusai.co/v3";

  private final ImageDownload download;
  private final ImageStore store;
  private final String model;

  private AnimusImages(ImageDownload download, ImageStore store, String model) {
    this.download = download;
    this.store = store;
    this.model = model;
  }

  /** Creates an image model of the platform that stores its images here. */
  public static AnimusImages create(Http http, Credentials credentials, ImageStore store) {
    return create(http, endpoint(credentials), store);
  }

  /** Creates an image model at this endpoint that stores its images here. */
  public static AnimusImages create(Http http, Endpoint endpoint, ImageStore store) {
    return new AnimusImages(new ImageDownload(http, endpoint), store, "animus");
  }

  /** The endpoint of the platform, with the timeouts for images. */
  public static Endpoint endpoint(Credentials credentials) {
    return Endpoint.of("Animus", BASE_URL, credentials, Timeouts.images());
  }

  /** Returns the same model, naming its images by this model; it is not sent to the platform. */
  public AnimusImages withModel(String model) {
    return new AnimusImages(download, store, model);
  }

  /** Returns the same model, with other retries of the download of an image. */
  public AnimusImages withDownloadRetry(Retry retry) {
    return new AnimusImages(download.withRetry(retry), store, model);
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return StoreCheck.before(store, order(request));
  }

  private Flowable<ImageUpdate> order(ImageRequest request) {
    return Flowable.defer(
        () -> {
          RequestBody requestBody = RequestBody.of(request);
          InFlightImageRequest context = InFlightImageRequest.of(request, model).withoutSeed();
          return download.http().stream(
              download.provider().post("/generate/image", requestBody),
              response ->
                  new ImageAnswer(response, context, store, download)
                      .images()
                      .cast(ImageUpdate.class));
        });
  }

  /**
   * The address of the image to change, which the platform fetches: of a stored one, where the
   * platform published it.
   */
  static @Nullable URI inputImageUrl(ImageRequest request) {
    URI address = sourceUrl(request.source());
    return address == null ? null : HttpUrlCheck.requireHttp(address, FailureOrigin.of("Animus"));
  }

  private static @Nullable URI sourceUrl(ImageRequest.@Nullable Source source) {
    if (source instanceof ImageRequest.Source.Made made) {
      return Objects.requireNonNullElseGet(
          made.image().lineage().published(), AnimusImages::rejectRefinement);
    }
    return source instanceof ImageRequest.Source.At at ? at.address() : null;
  }

  private static URI rejectRefinement() {
    throw new AnimusException.InvalidRequest(
        FailureOrigin.of("Animus"), "cannot change a picture that it did not publish itself");
  }

  private record RequestBody(String prompt, @Nullable URI inputImage) {

    static RequestBody of(ImageRequest request) {
      FailureOrigin origin = FailureOrigin.of("Animus");
      if (!request.referenceImages().isEmpty()) {
        throw new AnimusException.InvalidRequest(origin, "cannot draw with other pictures");
      }
      ImageOption.rejectAll(request, origin);
      return new RequestBody(request.prompt(), inputImageUrl(request));
    }
  }
}
