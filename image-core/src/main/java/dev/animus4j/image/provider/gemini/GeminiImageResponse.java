package dev.animus4j.image.provider.gemini;

import static dev.animus4j.gemini.GenerateContentResponse.isThought;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.gemini.TokenCount;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.AllImages;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredContent;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredPart;
import dev.animus4j.image.provider.gemini.GeminiInlineImageReader.ResponseWithImages;
import dev.animus4j.image.provider.json.FoundImages;
import dev.animus4j.image.provider.json.ImageMarker;
import dev.animus4j.image.provider.json.JsonImageReader;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response to an image request. Its images are those that are not thoughts; if all are
 * thoughts, the last of them, which then cannot be refined.
 */
record GeminiImageResponse(ImageRequest request, GeminiImageRound round, String model, long start) {
  /** Signatures of images can be as large as images. */
  private static final int MAX_REMAINDER = 16 * 1024 * 1024;

  private static final Set<String> PLACES = Set.of("inlineData/data", "inline_data/data");

  /** Emits the images; fails when there are none. */
  Flowable<Image> read(StreamedResponse response, ImageStore store) {
    Duration inferenceTime = Duration.ofNanos(System.nanoTime() - start);
    return reader(store)
        .read(
            response.bytes(),
            response.origin(),
            json -> select(json, response, GeminiImageResponse::requireImages),
            found -> images(found, response, inferenceTime, store));
  }

  /** Emits the response with its images, if there are any. */
  Single<ResponseWithImages> readWithImages(StreamedResponse response, ImageStore store) {
    Duration inferenceTime = Duration.ofNanos(System.nanoTime() - start);
    return reader(store)
        .read(
            response.bytes(),
            response.origin(),
            json -> select(json, response, GeminiImageResponse::imageParts),
            found -> withText(images(found, response, inferenceTime, store), found.content()))
        .singleOrError();
  }

  private JsonImageReader reader(ImageStore store) {
    return new JsonImageReader(store, model, PLACES, MAX_REMAINDER);
  }

  private static Selection<GenerateContentResponse> select(
      JsonNode json,
      StreamedResponse response,
      Function<GenerateContentResponse, List<JsonNode>> imageParts) {
    GenerateContentResponse content =
        GenerateContentResponse.parse(
            EmbeddedImages.separate(json), response, found -> !imageParts(found).isEmpty());
    List<JsonNode> images = imageParts.apply(content);
    return new Selection<>(
        content,
        number -> images.stream().anyMatch(part -> ImageMarker.number(data(part)) == number));
  }

  /** A text is not lost for an image that is damaged. */
  private static Flowable<ResponseWithImages> withText(
      Flowable<Image> images, GenerateContentResponse content) {
    return images
        .onErrorComplete(failure -> !text(content).isBlank())
        .toList()
        .map(all -> new ResponseWithImages(content, all))
        .toFlowable();
  }

  private static List<JsonNode> requireImages(GenerateContentResponse content) {
    List<JsonNode> images = imageParts(content);
    if (images.isEmpty()) {
      throw content.missingContent(text(content));
    }
    return images;
  }

  /** Only images that are shown are stored. */
  private static List<JsonNode> imageParts(GenerateContentResponse content) {
    List<JsonNode> all =
        content.parts().stream().filter(part -> ImageMarker.isMarker(data(part))).toList();
    List<JsonNode> shown = all.stream().filter(part -> !isThought(part)).toList();
    int last = all.size() - 1;
    return shown.isEmpty() ? all.subList(Math.max(0, last), last + 1) : shown;
  }

  private Flowable<Image> images(
      FoundImages<GenerateContentResponse> found,
      StreamedResponse response,
      Duration inferenceTime,
      ImageStore store) {
    GenerateContentResponse content = found.content();
    Image.Lineage lineage = new Image.Lineage(null, request.parent(), memo(found));
    Image.Generation generation = generation(content, response.origin().provider(), inferenceTime);
    return AllImages.concat(
            imageParts(content), part -> image(found, data(part), generation, lineage), store)
        .doOnNext(image -> found.commit(image.location()));
  }

  private Single<Image> image(
      FoundImages<?> found, JsonNode data, Image.Generation generation, Image.Lineage lineage) {
    Throwable failure = found.failure(data);
    return failure == null
        ? Single.just(image(found.image(data), generation, lineage))
        : Single.error(failure);
  }

  private Image image(Stored stored, Image.Generation generation, Image.Lineage lineage) {
    return new Image(
        stored.location(), stored.format(), request.prompt(), generation, lineage, false);
  }

  private Image.Generation generation(
      GenerateContentResponse content, String provider, Duration inferenceTime) {
    TokenCount count = content.usage();
    return new Image.Generation(
        provider,
        Objects.requireNonNullElse(content.model(), model),
        Objects.requireNonNullElseGet(content.id(), UUID.randomUUID()::toString),
        request.seed(),
        inferenceTime,
        null,
        count == null ? null : new Image.Usage(count.input(), count.output()),
        content.otherFields());
  }

  private @Nullable JsonNode memo(FoundImages<GenerateContentResponse> found) {
    List<StoredPart> modelParts =
        found.content().parts().stream()
            .filter(Predicate.not(GenerateContentResponse::isThought))
            .flatMap(part -> storedPart(part, found))
            .toList();
    StoredContent modelContent = new StoredContent("model", modelParts);
    return modelParts.stream().anyMatch(storedPart -> storedPart.picture() != null)
        ? GeminiConversation.toJson(model, round.before(), round.userContent(), modelContent)
        : null;
  }

  private static Stream<StoredPart> storedPart(JsonNode part, FoundImages<?> found) {
    String signature = signature(part);
    if (found.isImage(data(part))) {
      Stored stored = found.image(data(part));
      return Stream.of(
          StoredPart.ofImage(stored.location(), stored.format()).withThoughtSignature(signature));
    }
    boolean isText = part.has("text") || (signature != null && part.size() == 1);
    return isText
        ? Stream.of(StoredPart.ofText(part.path("text").asText()).withThoughtSignature(signature))
        : Stream.empty();
  }

  /** The signature in either spelling; some parts have nothing else. */
  private static @Nullable String signature(JsonNode part) {
    String name = part.hasNonNull("thoughtSignature") ? "thoughtSignature" : "thought_signature";
    return part.path(name).asText(null);
  }

  private static String text(GenerateContentResponse content) {
    return content.parts().stream()
        .filter(Predicate.not(GenerateContentResponse::isThought))
        .map(part -> part.path("text").asText())
        .collect(Collectors.joining());
  }

  /** The node with the marker of an image, in either spelling. */
  private static JsonNode data(JsonNode part) {
    JsonNode file = part.has("inlineData") ? part.path("inlineData") : part.path("inline_data");
    return file.path("data");
  }
}
