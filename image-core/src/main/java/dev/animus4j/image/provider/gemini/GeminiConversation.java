package dev.animus4j.image.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import dev.animus4j.image.Image;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conversation that an image came from, stored as its memo: text and signatures unchanged, images
 * by their location in the store. Images that the user sent as bytes are replaced by a note.
 *
 * @param gemini the model: signatures are not valid for another one
 * @param turns the contents of user and model in turn, beginning with the user
 */
record GeminiConversation(@Nullable String gemini, @Nullable List<StoredContent> turns) {

  /** Content of one role, as it is stored. */
  record StoredContent(String role, List<StoredPart> parts) {}

  /**
   * Part of a stored content.
   *
   * @param text the text; may be empty beside a signature
   * @param picture the location of an image in our store
   * @param file the address of an image that the provider can fetch
   * @param bytes the size of the image
   */
  record StoredPart(
      @Nullable String text,
      @Nullable URI picture,
      @Nullable URI file,
      @Nullable String mediaType,
      long bytes,
      @Nullable String thoughtSignature) {

    static StoredPart ofText(String text) {
      return new StoredPart(text, null, null, null, 0, null);
    }

    static StoredPart ofImage(URI location, Image.Format format) {
      return new StoredPart(null, location, null, format.mediaType(), format.bytes(), null);
    }

    static StoredPart ofFile(URI address) {
      return new StoredPart(null, null, address, null, 0, null);
    }

    StoredPart withThoughtSignature(@Nullable String signature) {
      return new StoredPart(text, picture, file, mediaType, bytes, signature);
    }
  }

  /** Reads the conversation from the memo of an image, if this model generated it; else empty. */
  static Optional<GeminiConversation> of(Image image, String model) {
    JsonNode json = image.lineage().memo();
    if (json == null || !model.equals(json.path("gemini").asText())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Json.read(Json.write(json), GeminiConversation.class, FailureOrigin.of("Gemini")));
    } catch (AnimusException.Protocol otherFormat) {
      return Optional.empty();
    }
  }

  /** Returns the turns, without the oldest rounds if the images exceed this many bytes. */
  List<StoredContent> latestTurns(long most) {
    List<StoredContent> latest = turns == null ? List.of() : turns;
    while (latest.size() > 2 && imageBytes(latest) > most) {
      latest = latest.subList(2, latest.size());
    }
    return latest;
  }

  /** The total size of the images in the turns. */
  static long imageBytes(List<StoredContent> turns) {
    return turns.stream()
        .flatMap(storedContent -> storedContent.parts.stream())
        .mapToLong(StoredPart::bytes)
        .sum();
  }

  /** The number of images in the last turn. */
  static long lastImageCount(List<StoredContent> turns) {
    return turns.get(turns.size() - 1).parts.stream().filter(part -> part.picture != null).count();
  }

  /** Creates the memo after one more round. */
  static JsonNode toJson(
      String model,
      List<StoredContent> before,
      StoredContent userContent,
      StoredContent modelContent) {
    List<StoredContent> turns = new ArrayList<>(before);
    turns.add(userContent);
    turns.add(modelContent);
    GeminiConversation memo = new GeminiConversation(model, turns);
    return Json.read(Json.write(memo), JsonNode.class, FailureOrigin.of("Gemini"));
  }
}
