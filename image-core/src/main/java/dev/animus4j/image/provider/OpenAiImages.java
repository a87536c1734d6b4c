package dev.animus4j.image.provider;

import dev.animus4j.http.Answer;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Failures;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import dev.animus4j.image.StreamingImageModel;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * Pictures drawn and changed in the OpenAI dialect: {@code /images/generations} and {@code
 * /images/edits}, by OpenAI or by a compatible server. The model is always named, and besides the
 * prompt only what the request sets is sent: its size, its fields of the provider's own such as
 * {@code n}, {@code quality} or {@code response_format}, and its seed to models that may know
 * seeds.
 *
 * <p>A picture to change that is in our store goes as a file, as do assets, and one at a web
 * address by its address; an asset in the role {@code mask} says where to change it. Pictures that
 * come back by address are fetched without credentials. For {@code n} pictures there are so many
 * {@link Image}s, of which the first has the usage of all.
 */
public final class OpenAiImages implements StreamingImageModel {
  private static final String BASE_URL = "https://api.openai.com/v1";

  private final Http http;
  private final Endpoint endpoint;
  private final ImageStore store;
  private final String model;
  private final int previews;

  /** Draws with this model at this endpoint; see {@link #endpoint}. */
  public OpenAiImages(Http http, Endpoint endpoint, ImageStore store, String model) {
    this.http = http;
    this.endpoint = endpoint;
    this.store = store;
    this.model = model;
    this.previews = 0;
  }

  private OpenAiImages(OpenAiImages before, String model, int previews) {
    this.http = before.http;
    this.endpoint = before.endpoint;
    this.store = before.store;
    this.model = model;
    this.previews = previews;
  }

  /** Where OpenAI answers, with the limits for pictures. */
  public static Endpoint endpoint(Credentials key) {
    return endpoint(BASE_URL, key);
  }

  /** Where a compatible server answers, with the limits for pictures. */
  public static Endpoint endpoint(String baseUrl, Credentials key) {
    return new Endpoint("OpenAI", baseUrl, key, Timeouts.images(), Failures.openAi());
  }

  /** The same, drawing with another model. */
  public OpenAiImages withModel(String model) {
    return new OpenAiImages(this, model, previews);
  }

  /**
   * The same, asking for up to so many unfinished pictures on the way, where they are told: in
   * {@link #stream}. They are kept in the store, and cost as much as others; 0 to 3.
   */
  public OpenAiImages withPreviews(int previews) {
    if (previews < 0 || previews > 3) {
      throw new IllegalArgumentException("previews must be from 0 to 3, not " + previews);
    }
    return new OpenAiImages(this, model, previews);
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    return drawn(request, previews);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return drawn(request, 0).ofType(Image.class).firstOrError();
  }

  private Flowable<ImagePart> drawn(ImageRequest request, int previews) {
    return Flowable.defer(
        () -> {
          OpenAiOrder order = new OpenAiOrder(endpoint, model, request, previews);
          Drawing drawing = Drawing.begun(request, model);
          return http.send(order.call(store), answer -> parts(answer, drawing, order.count()));
        });
  }

  private Flowable<ImagePart> parts(Answer answer, Drawing drawing, int count) {
    return answer.isEventStream()
        ? new OpenAiEvents(answer, drawing, store, count).read()
        : new OpenAiPictures(answer, drawing, store, new ImageFetch(http, endpoint)).read();
  }
}
