package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.IntPredicate;

/** Decides which images of a document are stored, once its JSON without them is known. */
@FunctionalInterface
public interface ImageSelector {
  /**
   * The numbers of the images to store.
   *
   * @param json the document, with the number of each image in its place; an exception rejects it
   */
  IntPredicate select(JsonNode json);
}
