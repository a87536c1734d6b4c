package dev.animus4j.image.provider.gemini;

import dev.animus4j.gemini.Content;
import dev.animus4j.gemini.GenerateContentApi;
import dev.animus4j.gemini.GenerateContentRequest;
import dev.animus4j.gemini.Part;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.ImageOption;
import dev.animus4j.image.provider.StoreCheck;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredContent;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.InFlightByteLimiter;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Image model of Gemini. A request may have an image to change and reference images; each is
 * introduced to the model by a text part. Sizes become the nearest aspect ratio and the nearest of
 * 1K, 2K and 4K that the model takes; extra fields go into {@code generationConfig}, where they
 * take precedence.
 *
 * <p>An image of this model is changed by continuing its conversation: the earlier contents are
 * sent again with all signatures, and the images are read from the store. When the images become
 * too large, the oldest rounds are dropped. Reference images of earlier requests are not sent
 * again: add them again if needed. An image of another model is sent as the one to change. Images
 * at a web address are fetched by the provider. The others are in memory for as long as a request
 * lasts, 64 MiB for all requests; requests without room wait in their order.
 *
 * <p>Several images are emitted when the model generates several; their number cannot be requested.
 * A response with text only fails with {@link dev.animus4j.failure.AnimusException.NoImage}.
 * Refusals come as HTTP 200 and fail with {@link
 * dev.animus4j.failure.AnimusException.ContentPolicy}. A seed need not reproduce an image.
 *
 * <p>Of the options, none is sent: several images, a background, an output format, a negative
 * prompt, a strength and a mask are refused, and a quality, steps and guidance are left out.
 */
public final class GeminiImages implements StreamingImageModel {
  /** The total size of the images that all requests in flight send. */
  private static final long BYTES_IN_FLIGHT = 64L << 20;

  private final Resources resources;
  private final String model;
  private final GeminiImageOptions options;

  /**
   * What all copies of a model share.
   *
   * @param byteLimiter the limiter for the images that are sent
   */
  record Resources(GenerateContentApi gemini, ImageStore store, InFlightByteLimiter byteLimiter) {}

  GeminiImages(Resources resources, String model, GeminiImageOptions options) {
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
    this.resources = resources;
    this.model = model;
    this.options = options;
  }

  /** Creates an image model of Google that stores its images here; models are shut down monthly. */
  public static GeminiImages create(
      Http http, Credentials credentials, ImageStore store, String model) {
    return create(http, endpoint(credentials), store, model);
  }

  /** Creates an image model at this endpoint, which stores its images here. */
  public static GeminiImages create(Http http, Endpoint endpoint, ImageStore store, String model) {
    GenerateContentApi gemini = new GenerateContentApi(http, endpoint);
    Resources resources = new Resources(gemini, store, new InFlightByteLimiter(BYTES_IN_FLIGHT));
    return new GeminiImages(resources, model, GeminiImageOptions.defaults());
  }

  /** The endpoint of Google, whose credentials give the API key, with the timeouts for images. */
  public static Endpoint endpoint(Credentials credentials) {
    return GenerateContentApi.endpoint(credentials, Timeouts.images());
  }

  /** Returns this with another model, which does not continue conversations of this one. */
  public GeminiImages withModel(String model) {
    return new GeminiImages(resources, model, options);
  }

  /** Returns the same model with these options. */
  public GeminiImages withOptions(GeminiImageOptions options) {
    return new GeminiImages(resources, model, options);
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return StoreCheck.before(resources.store(), order(request));
  }

  private Flowable<ImageUpdate> order(ImageRequest request) {
    return Flowable.defer(
        () -> {
          ImageOption.rejectAll(request, gemini().origin());
          GeminiImageRound round = GeminiImageRound.of(request, model, options, gemini().origin());
          return round.imageBytes() == 0
              ? imageParts(request, round)
              : resources
                  .byteLimiter()
                  .reserve(round.imageBytes(), place -> imageParts(request, round));
        });
  }

  private GenerateContentApi gemini() {
    return resources.gemini();
  }

  private Flowable<ImageUpdate> imageParts(ImageRequest request, GeminiImageRound round) {
    return contents(round)
        .map(contents -> contentRequest(request, contents))
        .flatMapPublisher(contentRequest -> imageParts(request, round, contentRequest));
  }

  private Flowable<ImageUpdate> imageParts(
      ImageRequest request, GeminiImageRound round, GenerateContentRequest contentRequest) {
    GeminiImageResponse imageResponse =
        new GeminiImageResponse(request, round, model, System.nanoTime());
    return gemini()
        .generate(
            model, contentRequest, response -> imageResponse.read(response, resources.store()))
        .cast(ImageUpdate.class);
  }

  private GenerateContentRequest contentRequest(ImageRequest request, List<Content> contents) {
    return new GenerateContentRequest(
        contents,
        null,
        generationConfig(request),
        GenerateContentRequest.toSafetySettings(options.safety()),
        options.grounded() ? List.of(GenerateContentRequest.googleSearch()) : List.of(),
        null);
  }

  private Map<String, Object> generationConfig(ImageRequest request) {
    Map<String, Object> config = new HashMap<>();
    if (!options.modalities().isEmpty()) {
      config.put("responseModalities", options.modalities());
    }
    if (request.size() != null) {
      config.put("imageConfig", GeminiImageConfig.of(request.size(), model).toMap());
    }
    if (request.seed() != null) {
      config.put("seed", GenerateContentRequest.toSeed(request.seed(), gemini().origin()));
    }
    config.putAll(request.extra());
    return config;
  }

  private Single<List<Content>> contents(GeminiImageRound round) {
    GeminiPartLoader partLoader = new GeminiPartLoader(resources.store(), options.maxInputBytes());
    Single<Content> now =
        Flowable.fromIterable(round.now())
            .concatMapSingle(partLoader::part)
            .toList()
            .map(Content::user);
    return Flowable.fromIterable(round.before())
        .concatMapSingle(storedContent -> toContent(storedContent, partLoader))
        .concatWith(now)
        .toList()
        .map(this::prependInstructions);
  }

  private static Single<Content> toContent(
      StoredContent storedContent, GeminiPartLoader partLoader) {
    return Flowable.fromIterable(storedContent.parts())
        .concatMapSingle(partLoader::part)
        .toList()
        .map(parts -> new Content(storedContent.role(), parts));
  }

  /** Not sent as a system instruction, which some image models refuse. */
  private List<Content> prependInstructions(List<Content> contents) {
    if (options.instructions().isBlank()) {
      return contents;
    }
    List<Part> first = new ArrayList<>(contents.get(0).parts());
    first.add(0, Part.text(options.instructions()));
    List<Content> all = new ArrayList<>(contents);
    all.set(0, Content.user(first));
    return all;
  }
}
