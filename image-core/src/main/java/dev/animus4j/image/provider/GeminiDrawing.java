package dev.animus4j.image.provider;

import static dev.animus4j.gemini.Generated.isThought;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.gemini.Generated;
import dev.animus4j.http.Answer;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import dev.animus4j.image.ImageStore.Stored;
import dev.animus4j.image.provider.GeminiIllustrations.Illustrated;
import dev.animus4j.image.provider.GeminiMemo.Piece;
import dev.animus4j.image.provider.GeminiMemo.Turn;
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
 * Reads the answer to a request for a picture. The pictures are those that are no thoughts; if
 * there are only thoughts, it is the last of them, which then cannot be talked about further.
 */
record GeminiDrawing(ImageRequest request, GeminiRound round, String model, long start) {
  /** Signatures of pictures can be as large as pictures. */
  private static final int MOST_BESIDES_PICTURES = 16 * 1024 * 1024;

  private static final Set<String> PLACES = Set.of("inlineData/data", "inline_data/data");

  /** The pictures; fails when there are none. */
  Flowable<Image> read(Answer answer, ImageStore store) {
    return read(answer, store, GeminiDrawing::needed).flattenAsFlowable(Illustrated::pictures);
  }

  /** The answer, and the pictures in it, if there are any. */
  Single<Illustrated> readWords(Answer answer, ImageStore store) {
    return read(answer, store, GeminiDrawing::pictures);
  }

  private Single<Illustrated> read(
      Answer answer, ImageStore store, Function<Generated, List<JsonNode>> pictures) {
    Duration inferenceTime = Duration.ofNanos(System.nanoTime() - start);
    return new PictureJson(store, model, PLACES, MOST_BESIDES_PICTURES)
        .read(
            answer.bytes(),
            answer.origin(),
            json -> chosen(pictures.apply(Generated.of(json, answer))))
        .map(found -> illustrated(found, Generated.of(found.json(), answer), inferenceTime));
  }

  private static List<JsonNode> needed(Generated answer) {
    List<JsonNode> pictures = pictures(answer);
    if (pictures.isEmpty()) {
      throw answer.nothing(words(answer));
    }
    return pictures;
  }

  private static List<JsonNode> pictures(Generated answer) {
    return answer.parts().stream().filter(part -> number(part).isInt()).toList();
  }

  /** Nothing is kept but what is shown. */
  private static IntPredicate chosen(List<JsonNode> pictures) {
    List<JsonNode> shown = pictures.stream().filter(part -> !isThought(part)).toList();
    int last = pictures.size() - 1;
    List<JsonNode> kept = shown.isEmpty() ? pictures.subList(Math.max(0, last), last + 1) : shown;
    return number -> kept.stream().anyMatch(part -> number(part).intValue() == number);
  }

  private Illustrated illustrated(
      PictureJson.Found found, Generated answer, Duration inferenceTime) {
    Image.Lineage lineage = new Image.Lineage(null, parent(), memo(found, answer));
    Image.Generation generation = generation(answer, inferenceTime);
    List<Image> drawn =
        answer.parts().stream()
            .filter(part -> found.isPicture(number(part)))
            .map(part -> found.picture(number(part)))
            .map(kept -> image(kept, generation, lineage))
            .toList();
    return new Illustrated(answer, drawn);
  }

  private Image image(Stored kept, Image.Generation generation, Image.Lineage lineage) {
    return new Image(kept.location(), kept.format(), request.prompt(), generation, lineage, false);
  }

  private Image.Generation generation(Generated answer, Duration inferenceTime) {
    Generated.Count count = answer.count();
    return new Image.Generation(
        Objects.requireNonNullElse(answer.model(), model),
        Objects.requireNonNullElseGet(answer.id(), UUID.randomUUID()::toString),
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

  private @Nullable JsonNode memo(PictureJson.Found found, Generated answer) {
    List<Piece> said =
        answer.parts().stream()
            .filter(Predicate.not(Generated::isThought))
            .flatMap(part -> piece(part, found))
            .toList();
    Turn answered = new Turn("model", said);
    return said.stream().anyMatch(piece -> piece.picture() != null)
        ? GeminiMemo.json(model, round.before(), round.asked(), answered)
        : null;
  }

  private static Stream<Piece> piece(JsonNode part, PictureJson.Found found) {
    String signature = part.path("thoughtSignature").asText(null);
    if (found.isPicture(number(part))) {
      Stored kept = found.picture(number(part));
      return Stream.of(Piece.picture(kept.location(), kept.format()).signed(signature));
    }
    return part.has("text")
        ? Stream.of(Piece.text(part.path("text").asText()).signed(signature))
        : Stream.empty();
  }

  private static String words(Generated answer) {
    return answer.parts().stream()
        .filter(Predicate.not(Generated::isThought))
        .map(part -> part.path("text").asText())
        .collect(Collectors.joining());
  }

  /** Where the number of a picture stands, in either spelling. */
  private static JsonNode number(JsonNode part) {
    JsonNode file = part.has("inlineData") ? part.path("inlineData") : part.path("inline_data");
    return file.path("data");
  }
}
