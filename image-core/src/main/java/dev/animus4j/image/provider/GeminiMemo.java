package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Json;
import dev.animus4j.image.Image;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was said before about a picture, kept with it: words and signatures as they came, pictures
 * by where the store keeps them. Of pictures that the user sent along as bytes, it is remembered
 * that they were there.
 *
 * @param gemini the model that was asked: signatures mean nothing to another one
 * @param turns user and model in turn, beginning with the user
 */
record GeminiMemo(@Nullable String gemini, @Nullable List<Turn> turns) {

  /** What one side said. */
  record Turn(String role, List<Piece> parts) {}

  /**
   * A part of it.
   *
   * @param text words; may be empty beside a signature
   * @param picture one in our store
   * @param file one that the provider can fetch
   * @param bytes how large the picture is
   */
  record Piece(
      @Nullable String text,
      @Nullable URI picture,
      @Nullable URI file,
      @Nullable String mediaType,
      long bytes,
      @Nullable String thoughtSignature) {

    static Piece text(String text) {
      return new Piece(text, null, null, null, 0, null);
    }

    static Piece picture(URI location, Image.Format format) {
      return new Piece(null, location, null, format.mediaType(), format.bytes(), null);
    }

    static Piece file(URI address) {
      return new Piece(null, null, address, null, 0, null);
    }

    Piece signed(@Nullable String signature) {
      return new Piece(text, picture, file, mediaType, bytes, signature);
    }
  }

  /** The memo of a picture, if that model drew it here; else there is nothing to go on with. */
  static Optional<GeminiMemo> of(Image image, String model) {
    JsonNode json = image.lineage().memo();
    if (json == null || !model.equals(json.path("gemini").asText())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Json.write(json), GeminiMemo.class, Origin.of("Gemini")));
    } catch (AnimusException.Protocol notOurs) {
      return Optional.empty();
    }
  }

  /** What was said, without the oldest rounds if the pictures would be more than so many bytes. */
  List<Turn> latest(long most) {
    List<Turn> kept = turns == null ? List.of() : turns;
    while (kept.size() > 2 && bytes(kept) > most) {
      kept = kept.subList(2, kept.size());
    }
    return kept;
  }

  /** How many bytes of pictures are among it. */
  static long bytes(List<Turn> turns) {
    return turns.stream().flatMap(turn -> turn.parts.stream()).mapToLong(Piece::bytes).sum();
  }

  /** How many pictures the last turn has. */
  static long lastPictures(List<Turn> turns) {
    return turns.get(turns.size() - 1).parts.stream().filter(part -> part.picture != null).count();
  }

  /** The memo after one more round. */
  static JsonNode json(String model, List<Turn> before, Turn asked, Turn answered) {
    List<Turn> turns = new ArrayList<>(before);
    turns.add(asked);
    turns.add(answered);
    GeminiMemo memo = new GeminiMemo(model, turns);
    return Json.read(Json.write(memo), JsonNode.class, Origin.of("Gemini"));
  }
}
