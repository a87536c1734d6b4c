package dev.animus4j.image.provider.openai;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.ImageAnswer;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.provider.StoreCheck;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/**
 * Image model in the OpenAI dialect: {@code /images/generations} and {@code /images/edits}, by
 * OpenAI or by a compatible server. The model is always sent, and besides the prompt only fields
 * that the request sets: its size, its options, its extra fields such as {@code response_format},
 * and its seed to models that may support seeds.
 *
 * <p>Models of OpenAI are sent the nearest size that they take: GPT Image 1 one of its three, GPT
 * Image 2 and later multiples of 16 within their limits, DALL·E one of its own. Grok Imagine is
 * sent an aspect ratio and a resolution, Grok 2 nothing, and any other model the pixels as they
 * are. The extra field {@code size} is sent as it is instead.
 *
 * <p>Of the options, {@code count} is sent as {@code n}, and {@code quality}, {@code background}
 * and {@code output_format} by these names. DALL·E and Grok take neither background nor format,
 * DALL·E 3 one image a time, Grok 2 no quality. A negative prompt and a strength are refused, and
 * steps and guidance left out: servers that take them disagree on their names, so send them as
 * extra fields.
 *
 * <p>An image to change that is in our store or in a data URL is sent as a file, as are reference
 * images: the form is what nearly all servers take (not that of xAI). One at a web address is sent
 * by its URL, in JSON, and reference images with it as data URLs. A mask marks where to change it.
 * Images that are returned by URL are downloaded without credentials. For several images that many
 * {@link Image}s are emitted, of which the first has the usage of all; if the provider withheld
 * some, the others are emitted before the failure.
 */
public final class OpenAiImages implements StreamingImageModel {
  private static final String BASE_URL = "https://api.openai.com/v1";

  private final ImageDownload download;
  private final ImageStore store;
  private final String model;
  private final int previews;

  private OpenAiImages(ImageDownload download, ImageStore store, String model, int previews) {
    this.download = download;
    this.store = store;
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
    return new OpenAiImages(new ImageDownload(http, endpoint), store, model, 0);
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
    return new OpenAiImages(download, store, model, previews);
  }

  /** Returns the same model, calling its provider by this name; see {@link Endpoint#provider}. */
  public OpenAiImages withProvider(String name) {
    Endpoint named = download.provider().withProvider(name);
    return new OpenAiImages(download.withProvider(named), store, model, previews);
  }

  /**
   * Returns the same model, requesting up to this many unfinished images, which {@link #stream}
   * emits. They are kept in the store, and cost as much as others; 0 to 3.
   */
  public OpenAiImages withPreviews(int previews) {
    if (previews < 0 || previews > 3) {
      throw new IllegalArgumentException("previews must be from 0 to 3, not " + previews);
    }
    return new OpenAiImages(download, store, model, previews);
  }

  /** Returns the same model, with other retries of the download of an image that is at a URL. */
  public OpenAiImages withDownloadRetry(Retry retry) {
    return new OpenAiImages(download.withRetry(retry), store, model, previews);
  }

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return StoreCheck.before(store, imageParts(request, previews));
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return finished(request).firstOrError();
  }

  @Override
  public Single<List<Image>> generateAll(ImageRequest request) {
    return finished(request).toList();
  }

  private Flowable<Image> finished(ImageRequest request) {
    return StoreCheck.before(store, imageParts(request, 0)).ofType(Image.class);
  }

  private Flowable<ImageUpdate> imageParts(ImageRequest request, int previews) {
    return Flowable.defer(
        () -> {
          OpenAiImageRequest imageRequest =
              OpenAiImageRequest.of(download.provider(), model, request, previews);
          InFlightImageRequest context = InFlightImageRequest.of(request, model);
          return download.http().stream(
              imageRequest.toCall(store),
              response ->
                  readParts(new ImageAnswer(response, context, store, download), imageRequest));
        });
  }

  private static Flowable<ImageUpdate> readParts(ImageAnswer answer, OpenAiImageRequest request) {
    return answer.response().isEventStream()
        ? new OpenAiImageStream(answer, request.imageCount()).read()
        : answer.images().cast(ImageUpdate.class);
  }
}
