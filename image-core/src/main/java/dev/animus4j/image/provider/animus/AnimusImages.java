package dev.animus4j.image.provider.animus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.DataUrl;
import dev.animus4j.image.provider.HttpUrlCheck;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Image model of the Animus platform: {@code POST /generate/image} returns the URL of the image,
 * which is then downloaded, without credentials, and stored. The platform chooses model, size and
 * steps; the request carries the prompt and the image to change, nothing else.
 *
 * <p>The URL is looked up in {@code output[0]}, {@code output} and {@code outputs[0]}, in that
 * order; a {@code data:} URL is accepted too. The timeouts of the endpoint apply to each of the two
 * calls. When the image cannot be downloaded, the failure is marked as may-have-run, since it may
 * have been billed.
 */
public final class AnimusImages implements ImageModel {
  private static final String BASE_URL = "https://api.animusai.co/v3";
  private static final List<String> PLACES = List.of("/output/0", "/output", "/outputs/0");

  private final Http http;
  private final Endpoint endpoint;
  private final ImageStore store;
  private final String model;

  private AnimusImages(Http http, Endpoint endpoint, ImageStore store, String model) {
    this.http = http;
    this.endpoint = endpoint;
    this.store = store;
    this.model = model;
  }

  /** Creates an image model of the platform that stores its images here. */
  public static AnimusImages create(Http http, Credentials credentials, ImageStore store) {
    return create(http, endpoint(credentials), store);
  }

  /** Creates an image model at this endpoint that stores its images here. */
  public static AnimusImages create(Http http, Endpoint endpoint, ImageStore store) {
    return new AnimusImages(http, endpoint, store, "animus");
  }

  /** The endpoint of the platform, with the timeouts for images. */
  public static Endpoint endpoint(Credentials credentials) {
    return Endpoint.of("Animus", BASE_URL, credentials, Timeouts.images());
  }

  /** Returns the same model, naming its images by this model; it is not sent to the platform. */
  public AnimusImages withModel(String model) {
    return new AnimusImages(http, endpoint, store, model);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return Single.fromCallable(() -> new RequestBody(request.prompt(), inputImageUrl(request)))
        .flatMap(requestBody -> requestImage(endpoint.post("/generate/image", requestBody)))
        .flatMap(published -> downloadImage(request, published));
  }

  private Single<Published> requestImage(HttpCall call) {
    return Single.defer(
        () -> {
          long start = System.nanoTime();
          return http.send(call, response -> readPublished(response, start)).singleOrError();
        });
  }

  private static Flowable<Published> readPublished(StreamedResponse response, long start) {
    return response
        .json(JsonNode.class)
        .map(json -> new Published(url(json, response), response.origin(), elapsedSince(start)))
        .toFlowable();
  }

  private static String url(JsonNode json, StreamedResponse response) {
    return PLACES.stream()
        .map(json::at)
        .filter(place -> place.isTextual() && !place.textValue().isBlank())
        .map(JsonNode::textValue)
        .findFirst()
        .orElseThrow(() -> missingUrl(json, response));
  }

  private static AnimusException missingUrl(JsonNode json, StreamedResponse response) {
    FailureOrigin origin = response.failure(json).origin();
    return new AnimusException.Protocol(origin, "No image URL found in the answer", null);
  }

  private Single<Image> downloadImage(ImageRequest request, Published published) {
    URI source = published.source();
    Flowable<Buffer> bytes =
        source == null
            ? new DataUrl(published.url, published.origin).bytes()
            : new ImageDownload(http, endpoint).bytes(source);
    Image.Generation generation = published.generation(model);
    Image.Lineage lineage = new Image.Lineage(source, parent(request), null);
    return store
        .write(model, bytes)
        .map(stored -> image(stored, request.prompt(), generation, lineage));
  }

  private static Image image(
      ImageStore.Stored stored, String prompt, Image.Generation generation, Image.Lineage lineage) {
    return new Image(stored.location(), stored.format(), prompt, generation, lineage, false);
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

  /** The location of the image to change, if it is in our store. */
  static @Nullable URI parent(ImageRequest request) {
    return request.source() instanceof ImageRequest.Source.Made made
        ? made.image().location()
        : null;
  }

  private static Duration elapsedSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private record RequestBody(String prompt, @Nullable URI inputImage) {}

  private record Published(String url, FailureOrigin origin, Duration inferenceTime) {

    /** The address of the image; null for a data URL. */
    @Nullable URI source() {
      return DataUrl.isDataUrl(url) ? null : ImageDownload.parseUrl(url, origin);
    }

    Image.Generation generation(String model) {
      String id = Objects.requireNonNullElseGet(origin.requestId(), UUID.randomUUID()::toString);
      return new Image.Generation(origin.provider(), model, id, null, inferenceTime, null, null);
    }
  }
}
