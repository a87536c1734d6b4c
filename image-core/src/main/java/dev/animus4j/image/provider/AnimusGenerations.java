package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import dev.animus4j.image.StreamingImageModel;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.exceptions.CompositeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The asynchronous generations of the Animus platform: an order ({@code POST /generation/create})
 * that is asked after ({@code GET /generation/status/{id}}) until it has ended. Then its pictures
 * are fetched, without credentials, and kept, one after the other.
 *
 * <p>The order carries prompt, seed, size and the address of the picture to change ({@code
 * source_image_url}), and every extra field of the request by its wire name: {@code
 * negative_prompt}, {@code num_images}, {@code strength}, {@code guidance_scale}, {@code
 * num_inference_steps}, {@code character_id}, {@code use_face_lora}, {@code face_swap}… An asset, a
 * data URL or a video is refused before anything is sent.
 *
 * <p>{@link #stream} tells {@link ImagePart.Progressed} when the order has been taken (index 0),
 * and whenever an answer brings another status or another percentage (1, 2, 3…); there are no
 * previews. A generation has ended with a status of {@code completed}, {@code succeeded}, {@code
 * failed}, {@code error} or {@code cancelled}, in any case, with results, or with an error;
 * failures tell its id and status as they came. A question that fails for a reason that may pass is
 * repeated; whatever goes wrong after the order says that it may have been billed.
 *
 * <p>To cancel is to stop asking, at once. Nothing is sent: the platform has no way to stop a
 * generation, so it goes on there and is paid for. It can be had with {@link #resume}, or removed
 * with {@link #delete}.
 */
public final class AnimusGenerations implements StreamingImageModel {
  private static final String BASE_URL = "https://api.animusai.co/v2";
  private static final int AT_ONCE = 8;

  private final AnimusJobs jobs;
  private final AnimusGallery gallery;

  /** Draws there, and keeps the pictures here. */
  public AnimusGenerations(Http http, Endpoint endpoint, ImageStore store) {
    this(
        new AnimusJobs(http, endpoint, AnimusPolling.defaults()),
        new AnimusGallery(http, endpoint, store, "animus"));
  }

  private AnimusGenerations(AnimusJobs jobs, AnimusGallery gallery) {
    this.jobs = jobs;
    this.gallery = gallery;
  }

  /** Where the platform answers; not where {@link AnimusImages} does. */
  public static Endpoint endpoint(Credentials credentials) {
    return Endpoint.of("animus", BASE_URL, credentials, Timeouts.images());
  }

  /** The same, asking after its generations like this. */
  public AnimusGenerations withPolling(AnimusPolling polling) {
    return new AnimusGenerations(new AnimusJobs(jobs.http(), jobs.endpoint(), polling), gallery);
  }

  /** The same, telling and filing its pictures under this name; the platform is not told. */
  public AnimusGenerations withModel(String model) {
    return new AnimusGenerations(jobs, gallery.withModel(model));
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    return Flowable.defer(() -> parts(request, jobs.run(AnimusOrder.of(request))));
  }

  /**
   * Asks after a generation that was ordered before: by a call that was cancelled or ran out of
   * time ({@code failure.origin().requestId()}), or by an earlier run. Orders nothing.
   *
   * @param request what was ordered, for the description of the picture
   */
  public Flowable<ImagePart> resume(String generationId, ImageRequest request) {
    return parts(request, jobs.follow(generationId));
  }

  /**
   * Orders several pictures at once ({@code POST /generation/batch}), and tells what became of each
   * as soon as it is known. It fails as a whole only if the platform takes none of the orders. A
   * batch carries prompt, picture to change, {@code face_swap}, {@code use_face_lora} and {@code
   * use_body_lora} of each request, and {@code character_id}, {@code group_id} and {@code
   * group_title} of all, which must be the same; anything else is refused before anything is sent.
   * Eight are asked after at a time, each for as long as one alone would be.
   */
  public Flowable<AnimusOutcome> batch(List<ImageRequest> requests) {
    List<ImageRequest> all = List.copyOf(requests);
    return Flowable.defer(
        () ->
            all.isEmpty()
                ? Flowable.empty()
                : jobs.batch(AnimusOrder.batch(all))
                    .flatMapPublisher(states -> outcomes(all, states)));
  }

  /**
   * Removes a generation and its pictures from the platform; what is kept here stays. One that is
   * gone already is no failure. Whether it stops one under way, the platform does not say.
   */
  public Completable delete(String generationId) {
    return jobs.delete(generationId);
  }

  private Flowable<AnimusOutcome> outcomes(
      List<ImageRequest> requests, Map<Integer, AnimusState> states) {
    return Flowable.range(0, requests.size())
        .flatMap(at -> outcome(at, requests.get(at), followed(states, at)), true, AT_ONCE);
  }

  private Flowable<AnimusState> followed(Map<Integer, AnimusState> states, int at) {
    AnimusState first = states.get(at);
    Origin origin = Origin.of(jobs.endpoint().provider());
    return first == null
        ? Flowable.error(new AnimusException.Protocol(origin, "no answer to a prompt", null))
        : jobs.follow(first);
  }

  private Flowable<AnimusOutcome> outcome(
      int index, ImageRequest request, Flowable<AnimusState> states) {
    return parts(request, states)
        .ofType(Image.class)
        .<AnimusOutcome>map(image -> new AnimusOutcome.Drawn(index, image))
        .onErrorResumeNext(
            cause ->
                cause instanceof AnimusException failure
                    ? Flowable.just(new AnimusOutcome.Failed(index, failure))
                    : Flowable.error(cause));
  }

  /** Where one order became several generations, the failure of one is told after the others. */
  private Flowable<ImagePart> parts(ImageRequest request, Flowable<AnimusState> states) {
    return Flowable.defer(
        () -> {
          long start = System.nanoTime();
          AtomicInteger steps = new AtomicInteger();
          return states
              .concatMapDelayError(
                  state ->
                      state.hasEnded()
                          ? images(request, state, Duration.ofNanos(System.nanoTime() - start))
                          : Flowable.just(new ImagePart.Progressed(steps.getAndIncrement(), null)),
                  true,
                  1)
              .onErrorResumeNext(cause -> Flowable.error(first(cause)));
        });
  }

  private static Throwable first(Throwable cause) {
    return cause instanceof CompositeException several ? several.getExceptions().get(0) : cause;
  }

  private Flowable<ImagePart> images(ImageRequest request, AnimusState state, Duration took) {
    AnimusException failure = state.failure();
    if (failure == null && state.urls().isEmpty()) {
      failure = new AnimusException.Protocol(state.origin(), "ended without a picture", null);
    }
    return failure != null
        ? Flowable.error(failure)
        : Flowable.fromIterable(state.urls())
            .concatMapSingle(url -> gallery.keep(url, state, request, took));
  }
}
