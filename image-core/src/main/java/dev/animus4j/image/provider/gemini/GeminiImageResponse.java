package dev.animus4j.image.provider.gemini;

import static dev.animus4j.gemini.GenerateContentResponse.isThought;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredContent;
import dev.animus4j.image.provider.gemini.GeminiConversation.StoredPart;
import dev.animus4j.image.provider.gemini.GeminiInlineImageReader.ResponseWithImages;
import dev.animus4j.image.provider.json.JsonImageReader;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntPredicate;
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
    return read(response, store, GeminiImageResponse::requireImages)
        .flattenAsFlowable(ResponseWithImages::images);
  }

  /** Emits the response with its images, if there are any. */
  Single<ResponseWithImages> readWithImages(StreamedResponse response, ImageStore store) {
    return read(response, store, GeminiImageResponse::imageParts);
  }

  private Single<ResponseWithImages> read(
      StreamedResponse response,
      ImageStore store,
      Function<GenerateContentResponse, List<JsonNode>> imageParts) {
    Duration inferenceTime = Duration.ofNanos(System.nanoTime() - start);
    return new JsonImageReader(store, model, PLACES, MAX_REMAINDER)
        .read(
            response.bytes(),
            response.origin(),
            json -> {
              GenerateContentResponse content = GenerateContentResponse.parse(json, response);
              return new Selection<>(content, selectImages(imageParts.apply(content)));
            })
        .map(found -> toResponse(found, response.origin().provider(), inferenceTime));
  }

  private static List<JsonNode> requireImages(GenerateContentResponse content) {
    List<JsonNode> imageParts = imageParts(content);
    if (imageParts.isEmpty()) {
      throw content.missingContent(text(content));
    }
    return imageParts;
  }

  private static List<JsonNode> imageParts(GenerateContentResponse content) {
    return content.parts().stream().filter(part -> imageNumber(part).isInt()).toList();
  }

  /** Only images that are shown are stored. */
  private static IntPredicate selectImages(List<JsonNode> imageParts) {
    List<JsonNode> shown = imageParts.stream().filter(part -> !isThought(part)).toList();
    int last = imageParts.size() - 1;
    List<JsonNode> stored =
        shown.isEmpty() ? imageParts.subList(Math.max(0, last), last + 1) : shown;
    return number -> stored.stream().anyMatch(part -> imageNumber(part).intValue() == number);
  }

  private ResponseWithImages toResponse(
      JsonImageReader.Found<GenerateContentResponse> found,
      String provider,
      Duration inferenceTime) {
    GenerateContentResponse content = found.content();
    Image.Lineage lineage = new Image.Lineage(null, parent(), memo(found));
    Image.Generation generation = generation(content, provider, inferenceTime);
    List<Image> images =
        content.parts().stream()
            .filter(part -> found.isImage(imageNumber(part)))
            .map(part -> found.image(imageNumber(part)))
            .map(stored -> image(stored, generation, lineage))
            .toList();
    return new ResponseWithImages(content, images);
  }

  private Image image(Stored stored, Image.Generation generation, Image.Lineage lineage) {
    return new Image(
        stored.location(), stored.format(), request.prompt(), generation, lineage, false);
  }

  private Image.Generation generation(
      GenerateContentResponse content, String provider, Duration inferenceTime) {
    GenerateContentResponse.Count count = content.usage();
    return new Image.Generation(
        provider,
        Objects.requireNonNullElse(content.model(), model),
        Objects.requireNonNullElseGet(content.id(), UUID.randomUUID()::toString),
        request.seed(),
        inferenceTime,
        null,
        count == null ? null : new Image.Usage(count.input(), count.output()));
  }

  private @Nullable URI parent() {
    return request.source() instanceof ImageRequest.Source.Made made
        ? made.image().location()
        : null;
  }

  private @Nullable JsonNode memo(JsonImageReader.Found<GenerateContentResponse> found) {
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

  private static Stream<StoredPart> storedPart(JsonNode part, JsonImageReader.Found<?> found) {
    String signature = part.path("thoughtSignature").asText(null);
    if (found.isImage(imageNumber(part))) {
      Stored stored = found.image(imageNumber(part));
      return Stream.of(
          StoredPart.ofImage(stored.location(), stored.format()).withThoughtSignature(signature));
    }
    return part.has("text")
        ? Stream.of(StoredPart.ofText(part.path("text").asText()).withThoughtSignature(signature))
        : Stream.empty();
  }

  private static String text(GenerateContentResponse content) {
    return content.parts().stream()
        .filter(Predicate.not(GenerateContentResponse::isThought))
        .map(part -> part.path("text").asText())
        .collect(Collectors.joining());
  }

  /** The node with the number of an image, in either spelling. */
  private static JsonNode imageNumber(JsonNode part) {
    JsonNode file = part.has("inlineData") ? part.path("inlineData") : part.path("inline_data");
    return file.path("data");
  }
}
