package dev.animus4j.image.provider.openai;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * Image model in the OpenAI dialect: {@code /images/generations} and {@code /images/edits}, by
 * OpenAI or by a compatible server. The model is always sent, and besides the prompt only fields
 * that the request sets: its size, its extra fields such as {@code n}, {@code quality} or {@code
 * response_format}, and its seed to models that may support seeds.
 *
 * <p>An image to change that is in our store is sent as a file, as are reference images, and one at
 * a web address by its URL; a reference image in the role {@code mask} marks where to change it.
 * Images that are returned by URL are downloaded without credentials. For {@code n} images that
 * many {@link Image}s are emitted, of which the first has the usage of all.
 */
public final class OpenAiImages implements StreamingImageModel {
  private static final String BASE_URL = "https://api.openai.com/v1";

  private final Http http;
  private final Endpoint endpoint;
  private final ImageStore store;
  private final String model;
  private final int previews;

  private OpenAiImages(Http http, Endpoint endpoint, ImageStore store, String model) {
    this.http = http;
    this.endpoint = endpoint;
    this.store = store;
    this.model = model;
    this.previews = 0;
  }

  private OpenAiImages(OpenAiImages other, Endpoint endpoint, String model, int previews) {
    this.http = other.http;
    this.endpoint = endpoint;
    this.store = other.store;
    this.model = model;
    this.previews = previews;
  }

  /** Creates an image model of OpenAI that stores its images here. */
  public static OpenAiImages create(
      Http http, Credentials credentials, ImageStore store, String model) {
    return create(http, endpoint(credentials), store, model);
  }

  /** Creates an image model at this endpoint, which stores its images here. */
  public static OpenAiImages create(Http http, Endpoint endpoint, ImageStore store, String model) {
    return new OpenAiImages(http, endpoint, store, model);
  }

  /** The endpoint of OpenAI, with the timeouts for images. */
  public static Endpoint endpoint(Credentials credentials) {
    return endpoint(BASE_URL, credentials);
  }

  /**
   * The endpoint of a compatible server, with the timeouts for images: all of its URL before {@code
   * /images/generations}.
   */
  public static Endpoint endpoint(String baseUrl, Credentials credentials) {
    return Endpoint.openAi(baseUrl, credentials, Timeouts.images());
  }

  /** Returns this with another model. */
  public OpenAiImages withModel(String model) {
    return new OpenAiImages(this, endpoint, model, previews);
  }

  /** Returns the same model, calling its provider by this name; see {@link Endpoint#provider}. */
  public OpenAiImages withProvider(String name) {
    return new OpenAiImages(this, endpoint.withProvider(name), model, previews);
  }

  /**
   * Returns the same model, requesting up to this many unfinished images, which {@link #stream}
   * emits. They are kept in the store, and cost as much as others; 0 to 3.
   */
  public OpenAiImages withPreviews(int previews) {
    if (previews < 0 || previews > 3) {
      throw new IllegalArgumentException("previews must be from 0 to 3, not " + previews);
    }
    return new OpenAiImages(this, endpoint, model, previews);
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return imageParts(request, previews);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return imageParts(request, 0).ofType(Image.class).firstOrError();
  }

  private Flowable<ImageUpdate> imageParts(ImageRequest request, int previews) {
    return Flowable.defer(
        () -> {
          OpenAiImageRequest imageRequest =
              new OpenAiImageRequest(endpoint, model, request, previews);
          InFlightImageRequest context = InFlightImageRequest.of(request, model);
          return http.stream(
              imageRequest.toCall(store),
              response -> readParts(response, context, imageRequest.imageCount()));
        });
  }

  private Flowable<ImageUpdate> readParts(
      StreamedResponse response, InFlightImageRequest context, int count) {
    return response.isEventStream()
        ? new OpenAiImageStream(response, context, store, count).read()
        : new OpenAiImageResponse(response, context, store, new ImageDownload(http, endpoint))
            .read();
  }
}
