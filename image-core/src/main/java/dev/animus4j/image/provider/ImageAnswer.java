package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.json.FoundImages;
import dev.animus4j.image.provider.json.ImageMarker;
import dev.animus4j.image.provider.json.JsonImageReader;
import dev.animus4j.image.provider.json.JsonImageSelector;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answer of an image model that is a whole document: a file, base64, a data URL, an address, or
 * JSON with any of these in a place that is in use. Its first bytes decide, whatever its media
 * type.
 *
 * <p>Images are emitted in order; then, if some were withheld, cut off or not to be had, the
 * failure of the first of these. An image that is not emitted, because nobody asks for more, is
 * deleted.
 */
public record ImageAnswer(
    StreamedResponse response,
    InFlightImageRequest context,
    ImageStore store,
    ImageDownload download) {
  private static final Set<String> NO_ERROR =
      Set.of("", "0", "200", "false", "none", "null", "no", "ok", "success");

  /** Reads the images of the whole response. */
  public Flowable<Image> images() {
    return reader().read(response.bytes(), response.origin(), new Selector(), this::images);
  }

  /** Selector that takes the whole images of an answer that broke off behind them. */
  private final class Selector implements JsonImageSelector<JsonNode> {
    @Override
    public Selection<JsonNode> select(JsonNode json) {
      return ImageAnswer.this.select(json);
    }

    @Override
    public Selection<JsonNode> selectOfBroken(List<JsonNode> markers) {
      return select(JsonNodeFactory.instance.arrayNode().addAll(markers));
    }
  }

  /** Creates the reader of the body, or of a part of it that is a document of its own. */
  public JsonImageReader reader() {
    return JsonImageReader.of(store, context.model(), ImagePlaces.BASE64_KEYS);
  }

  /**
   * Selects the images of a document.
   *
   * @throws AnimusException for an error that comes as a 200, or when there is no place of an image
   */
  public Selection<JsonNode> select(JsonNode json) {
    throwOnError(json);
    List<JsonNode> items = ImagePlaces.items(json);
    if (items.isEmpty()) {
      throw missing(json);
    }
    Set<Integer> numbers =
        items.stream()
            .map(item -> ImageMarker.number(ImagePlaces.place(item)))
            .collect(Collectors.toSet());
    return new Selection<>(json, numbers::contains);
  }

  /** Emits the images of a document that was selected, then the error beside them. */
  public Flowable<Image> images(FoundImages<JsonNode> found) {
    AnimusException error = error(found.content());
    Flowable<Image> images = good(found);
    return error == null ? images : images.onErrorComplete().concatWith(Completable.error(error));
  }

  private Flowable<Image> good(FoundImages<JsonNode> found) {
    JsonNode json = found.content();
    List<JsonNode> listed = ImagePlaces.items(json);
    List<JsonNode> items = listed.isEmpty() ? List.of(json) : listed;
    Image.Generation generation = context.generation(response.origin());
    Image.Usage usage = GenerationDetails.usage(json);
    int first = items.stream().map(ImagePlaces::hasPlace).toList().indexOf(true);
    return AllImages.concat(
            IntStream.range(0, items.size()).boxed().toList(),
            at ->
                image(
                    found,
                    items.get(at),
                    GenerationDetails.add(
                        generation, json, items.get(at), at == first ? usage : null)),
            store)
        .doOnNext(image -> found.commit(image.location()));
  }

  /** Whether a document has a place of an image. */
  public static boolean hasPlace(JsonNode json) {
    return ImagePlaces.items(json).stream().anyMatch(ImagePlaces::hasPlace);
  }

  private AnimusException missing(JsonNode json) {
    FailureOrigin origin = response.failure(json).origin();
    if (WithheldImage.hasReason(json)) {
      return WithheldImage.refusal(json, origin);
    }
    return ImagePlaces.hasEmptyPlace(json)
        ? new AnimusException.NoImage(origin, "")
        : new AnimusException.Protocol(origin, "there is no picture in the answer", null);
  }

  private Single<Image> image(FoundImages<?> found, JsonNode item, Image.Generation generation) {
    JsonNode place = ImagePlaces.place(item);
    Throwable failure = found.failure(place);
    if (WithheldImage.isFiltered(item)) {
      return Single.error(WithheldImage.refusal(item, response.origin()));
    } else if (found.isImage(place)) {
      return Single.just(context.image(found.image(place), generation, null));
    } else if (failure != null) {
      return Single.error(failure);
    } else if (place.isMissingNode()) {
      return Single.error(
          ImagePlaces.isEmpty(item)
              ? WithheldImage.refusal(item, response.origin())
              : new AnimusException.Protocol(
                  response.origin(), "there is no picture in the answer", null));
    }
    return download(place.textValue(), generation);
  }

  private Single<Image> download(String address, Image.Generation generation) {
    URI url = ImageDownload.resolve(address, response.url(), response.origin());
    return download
        .save(url, store, context.model())
        .map(stored -> context.image(stored, generation, url));
  }

  /** The failure that a document reports though it comes as a 200; null for none. */
  private @Nullable AnimusException error(JsonNode json) {
    boolean failed = json.has("success") && !json.path("success").asBoolean(true);
    boolean isError =
        failed
            || isError(json.path("error"))
            || !json.path("errors").isEmpty()
            || json.path("object").asText().equals("error");
    return isError ? response.failure(json) : null;
  }

  /**
   * Fails for a document that reports an error and has no image.
   *
   * @throws AnimusException the failure
   */
  public void throwOnError(JsonNode json) {
    AnimusException error = error(json);
    if (error != null && !hasPlace(json)) {
      throw error;
    }
  }

  private static boolean isError(JsonNode error) {
    boolean none = NO_ERROR.contains(error.asText("").strip().toLowerCase(Locale.ROOT));
    return error.isContainerNode() ? !error.isEmpty() : !error.isNull() && !none;
  }
}
