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
  private static final int MAX_IMAGES = 64;
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
    List<ImageSlot> slots = ImageSlot.list(json);
    if (slots.isEmpty()) {
      throw missing(json);
    }
    if (slots.size() > MAX_IMAGES) {
      String what = "the answer has more than " + MAX_IMAGES + " pictures";
      throw new AnimusException.Protocol(response.origin(), what, null);
    }
    Set<Integer> numbers =
        slots.stream().map(slot -> ImageMarker.number(slot.place())).collect(Collectors.toSet());
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
    List<ImageSlot> listed = ImageSlot.list(json);
    List<ImageSlot> slots = listed.isEmpty() ? ImageSlot.listItem(json) : listed;
    GenerationDetails details = GenerationDetails.of(context.generation(response.origin()), json);
    ImageSlot first = slots.stream().filter(slot -> !slot.isEmpty()).findFirst().orElse(null);
    return AllImages.concat(
            slots,
            slot ->
                image(found, slot)
                    .map(
                        image ->
                            image.withGeneration(
                                details.generation(slot.item(), slot.equals(first)))),
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

  private Single<Image> image(FoundImages<?> found, ImageSlot slot) {
    JsonNode place = slot.place();
    Throwable failure = found.failure(place);
    if (WithheldImage.isFiltered(slot.item())) {
      return Single.error(WithheldImage.refusal(slot.item(), response.origin()));
    } else if (found.isImage(place)) {
      return Single.just(image(found.image(place), null));
    } else if (failure != null) {
      return Single.error(failure);
    }
    return slot.isEmpty()
        ? Single.error(withoutImage(slot.item()))
        : download(place.textValue(), found);
  }

  private AnimusException withoutImage(JsonNode item) {
    String what = "there is no picture in the answer";
    return ImagePlaces.isEmpty(item)
        ? WithheldImage.refusal(item, response.origin())
        : new AnimusException.Protocol(response.origin(), what, null);
  }

  private Single<Image> download(String address, FoundImages<?> found) {
    URI url = ImageDownload.resolve(address, response.url(), response.origin());
    return download
        .save(url, store, context.model())
        .doOnSuccess(found::add)
        .map(stored -> image(stored, url));
  }

  private Image image(ImageStore.Stored stored, @Nullable URI published) {
    return context.image(stored, context.generation(response.origin()), published);
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
