package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.AllImages;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.StoreCheck;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Image model for the asynchronous generations of the Animus platform: a generation is created
 * ({@code POST /generation/create}) and polled ({@code GET /generation/status/{id}}) until it has
 * ended. Then its images are downloaded, without credentials, and stored, one after the other.
 *
 * <p>The request carries prompt, seed, size and the address of the image to change ({@code
 * source_image_url}); the options count as {@code num_images}, negative prompt as {@code
 * negative_prompt}, steps as {@code num_inference_steps}, guidance as {@code guidance_scale}, and
 * strength; and every extra field of the request by its wire name: {@code character_id}, {@code
 * use_face_lora}, {@code face_swap}… A background, an output format, a reference image, a data URL
 * or a video is refused before anything is sent, and a quality is left out.
 *
 * <p>{@link #stream} emits {@link ImageUpdate.Progressed} when the generation has been created
 * (index 0), and whenever a poll returns another status or percentage (1, 2, 3…); there are no
 * previews. A generation has ended with a status of {@code completed}, {@code succeeded}, {@code
 * failed}, {@code error} or {@code cancelled}, in any case, with results, or with an error;
 * failures contain its id and status as received. A poll that fails transiently is retried; all
 * failures after the creation are marked as may-have-run, since it may have been billed.
 *
 * <p>Cancelling stops the polling at once. The generation goes on, and is billed, since the
 * platform has no way to stop it. Get its images with {@link #resume}, or remove it with {@link
 * #delete}.
 */
public final class AnimusAsyncImages implements StreamingImageModel {
  private static final String BASE_URL = "https://api.animusai.co/v2";
  private static final int CONCURRENCY = 8;

  private final AnimusGenerationsApi api;
  private final AnimusResultDownload download;

  private AnimusAsyncImages(AnimusGenerationsApi api, AnimusResultDownload download) {
    this.api = api;
    this.download = download;
  }

  /** Creates an image model of the platform that stores its images here. */
  public static AnimusAsyncImages create(Http http, Credentials credentials, ImageStore store) {
    return create(http, endpoint(credentials), store);
  }

  /** Creates an image model at this endpoint that stores its images here. */
  public static AnimusAsyncImages create(Http http, Endpoint endpoint, ImageStore store) {
    return new AnimusAsyncImages(
        new AnimusGenerationsApi(http, endpoint, AnimusPollingOptions.defaults()),
        new AnimusResultDownload(new ImageDownload(http, endpoint), store, "animus"));
  }

  /** The endpoint of the platform, which is not that of {@link AnimusImages}. */
  public static Endpoint endpoint(Credentials credentials) {
    return Endpoint.of("Animus", BASE_URL, credentials, Timeouts.images());
  }

  /** Returns the same model with these polling options. */
  public AnimusAsyncImages withPolling(AnimusPollingOptions polling) {
    return new AnimusAsyncImages(
        new AnimusGenerationsApi(api.http(), api.endpoint(), polling), download);
  }

  /** Returns the same model, naming its images by this model; it is not sent to the platform. */
  public AnimusAsyncImages withModel(String model) {
    return new AnimusAsyncImages(api, download.withModel(model));
  }

  /** Returns the same model, with other retries of the download of an image. */
  public AnimusAsyncImages withDownloadRetry(Retry retry) {
    return new AnimusAsyncImages(api, download.withDownloadRetry(retry));
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return StoreCheck.before(download.store(), order(request));
  }

  private Flowable<ImageUpdate> order(ImageRequest request) {
    return Flowable.defer(() -> parts(request, api.create(AnimusGenerationRequest.body(request))));
  }

  /**
   * Polls a generation that was created before: by a call that was cancelled or timed out ({@code
   * failure.origin().requestId()}), or by an earlier run. Creates nothing.
   *
   * @param request the original request, for the metadata of the image
   */
  public Flowable<ImageUpdate> resume(String generationId, ImageRequest request) {
    return parts(request, api.follow(generationId));
  }

  /**
   * Creates several generations at once ({@code POST /generation/batch}), and emits the result of
   * each as soon as it is known. It fails as a whole only if the platform accepts none of the
   * requests. A batch carries prompt, image to change, {@code face_swap}, {@code use_face_lora} and
   * {@code use_body_lora} of each request, and {@code character_id}, {@code group_id} and {@code
   * group_title} of all, which must be the same; anything else is refused before anything is sent.
   * Eight are polled at a time, each for as long as a single one would be.
   */
  public Flowable<AnimusBatchItemResult> batch(List<ImageRequest> requests) {
    return StoreCheck.before(download.store(), order(List.copyOf(requests)));
  }

  private Flowable<AnimusBatchItemResult> order(List<ImageRequest> all) {
    return Flowable.defer(
        () ->
            all.isEmpty()
                ? Flowable.empty()
                : api.batch(AnimusGenerationRequest.batchBody(all))
                    .flatMapPublisher(states -> batchResults(all, states)));
  }

  /**
   * Removes a generation and its images from the platform; stored images stay. One that is gone
   * already is no failure. Whether it stops a running one is not documented.
   */
  public Completable delete(String generationId) {
    return api.delete(generationId);
  }

  private Flowable<AnimusBatchItemResult> batchResults(
      List<ImageRequest> requests, Map<Integer, AnimusGenerationStatus> states) {
    return Flowable.range(0, requests.size())
        .flatMap(at -> batchResult(at, requests.get(at), statuses(states, at)), true, CONCURRENCY);
  }

  private Flowable<AnimusGenerationStatus> statuses(
      Map<Integer, AnimusGenerationStatus> states, int at) {
    AnimusGenerationStatus first = states.get(at);
    FailureOrigin origin = FailureOrigin.of(api.endpoint().provider());
    return first == null
        ? Flowable.error(new AnimusException.Protocol(origin, "no answer to a prompt", null))
        : api.follow(first);
  }

  private Flowable<AnimusBatchItemResult> batchResult(
      int index, ImageRequest request, Flowable<AnimusGenerationStatus> states) {
    return parts(request, states)
        .ofType(Image.class)
        .<AnimusBatchItemResult>map(image -> new AnimusBatchItemResult.Generated(index, image))
        .onErrorResumeNext(
            cause ->
                cause instanceof AnimusException failure
                    ? Flowable.just(new AnimusBatchItemResult.Failed(index, failure))
                    : Flowable.error(cause));
  }

  /**
   * When one request became several generations, the failure of one is emitted after the others.
   */
  private Flowable<ImageUpdate> parts(
      ImageRequest request, Flowable<AnimusGenerationStatus> states) {
    return Flowable.defer(
        () -> {
          long start = System.nanoTime();
          AtomicInteger steps = new AtomicInteger();
          return AllImages.concat(
              states,
              state ->
                  state.hasEnded()
                      ? images(request, state, Duration.ofNanos(System.nanoTime() - start))
                      : Flowable.just(new ImageUpdate.Progressed(steps.getAndIncrement(), null)));
        });
  }

  private Flowable<ImageUpdate> images(
      ImageRequest request, AnimusGenerationStatus state, Duration inferenceTime) {
    AnimusException failure = state.failure();
    return failure != null
        ? Flowable.error(failure)
        : download.all(state, request, inferenceTime).cast(ImageUpdate.class);
  }
}
