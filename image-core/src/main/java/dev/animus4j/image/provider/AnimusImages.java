package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
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
 * The image generator of the Animus platform: {@code POST /generate/image}, answered with the
 * address of the picture, which is then fetched, without credentials, and kept. The platform
 * chooses model, size and steps; the request carries the words and the picture to change, nothing
 * else.
 *
 * <p>The address is looked for in {@code output[0]}, {@code output} and {@code outputs[0]}, in that
 * order; a {@code data:} URL will do as well. Both calls stay within the limits of the endpoint,
 * each by itself. When the picture cannot be fetched, the failure says that it may have been
 * billed.
 */
public final class AnimusImages implements ImageModel {
  private static final String BASE_URL = "https://api.animusai.co/v3";
  private static final List<String> PLACES = List.of("/output/0", "/output", "/outputs/0");

  private final Http http;
  private final Endpoint endpoint;
  private final ImageStore store;
  private final String model;

  /** Draws there, and keeps the pictures here. */
  public AnimusImages(Http http, Endpoint endpoint, ImageStore store) {
    this(http, endpoint, store, "animus");
  }

  private AnimusImages(Http http, Endpoint endpoint, ImageStore store, String model) {
    this.http = http;
    this.endpoint = endpoint;
    this.store = store;
    this.model = model;
  }

  /** Where the platform answers, with the limits for pictures. */
  public static Endpoint endpoint(Credentials credentials) {
    return Endpoint.of("animus", BASE_URL, credentials, Timeouts.images());
  }

  /** The same, telling and filing its pictures under this name; the platform is not told. */
  public AnimusImages withModel(String model) {
    return new AnimusImages(http, endpoint, store, model);
  }

  @Override
  public Single<Image> generate(ImageRequest request) {
    return Single.fromCallable(() -> new Order(request.prompt(), input(request)))
        .flatMap(order -> published(endpoint.post("/generate/image", order)))
        .flatMap(published -> kept(request, published));
  }

  private Single<Published> published(HttpCall call) {
    return Single.defer(
        () -> {
          long start = System.nanoTime();
          return http.send(call, answer -> published(answer, start)).singleOrError();
        });
  }

  private static Flowable<Published> published(Answer answer, long start) {
    return answer
        .json(JsonNode.class)
        .map(json -> new Published(url(json, answer), answer.origin(), since(start)))
        .toFlowable();
  }

  private static String url(JsonNode json, Answer answer) {
    return PLACES.stream()
        .map(json::at)
        .filter(place -> place.isTextual() && !place.textValue().isBlank())
        .map(JsonNode::textValue)
        .findFirst()
        .orElseThrow(() -> noUrl(json, answer));
  }

  private static AnimusException noUrl(JsonNode json, Answer answer) {
    Origin origin = answer.failure(json).origin();
    return new AnimusException.Protocol(origin, "No image URL found in the answer", null);
  }

  private Single<Image> kept(ImageRequest request, Published published) {
    URI source = published.source();
    Flowable<Buffer> bytes =
        source == null
            ? new DataUrl(published.url, published.origin).bytes()
            : new ImageFetch(http, endpoint).bytes(source);
    Image.Generation generation = published.generation(model);
    Image.Lineage lineage = new Image.Lineage(source, parent(request), null);
    return store
        .write(model, bytes)
        .map(kept -> image(kept, request.prompt(), generation, lineage));
  }

  private static Image image(
      ImageStore.Stored kept, String prompt, Image.Generation generation, Image.Lineage lineage) {
    return new Image(kept.location(), kept.format(), prompt, generation, lineage, false);
  }

  /** The platform fetches the picture to change: one of ours from where it published it itself. */
  static @Nullable URI input(ImageRequest request) {
    URI address = address(request.source());
    return address == null ? null : WebAddress.checked(address, Origin.of("Animus"));
  }

  private static @Nullable URI address(ImageRequest.@Nullable Source source) {
    if (source instanceof ImageRequest.Source.Made made) {
      return Objects.requireNonNullElseGet(
          made.image().lineage().published(), AnimusImages::cannotRefine);
    }
    return source instanceof ImageRequest.Source.At at ? at.address() : null;
  }

  private static URI cannotRefine() {
    throw new AnimusException.InvalidRequest(
        Origin.of("Animus"), "cannot change a picture that it did not publish itself");
  }

  /** The picture that is changed, where that one is ours. */
  static @Nullable URI parent(ImageRequest request) {
    return request.source() instanceof ImageRequest.Source.Made made
        ? made.image().location()
        : null;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private record Order(String prompt, @Nullable URI inputImage) {}

  private record Published(String url, Origin origin, Duration inferenceTime) {

    /** Where the picture is; null when the URL is the picture. */
    @Nullable URI source() {
      return DataUrl.is(url) ? null : ImageFetch.address(url, origin);
    }

    Image.Generation generation(String model) {
      String id = Objects.requireNonNullElseGet(origin.requestId(), UUID.randomUUID()::toString);
      return new Image.Generation(model, id, null, inferenceTime, null, null);
    }
  }
}
