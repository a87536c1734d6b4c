package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.IntPredicate;

/** Decides which images of a document are stored, once its JSON without them is known. */
@FunctionalInterface
public interface JsonImageSelector<T> {
  /**
   * Reads the document and selects its images; an exception rejects it.
   *
   * @param json the document, with an {@link ImageMarker} in the place of each image
   */
  Selection<T> select(JsonNode json);

  /**
   * Images to store.
   *
   * @param content what was read of the document
   * @param images the numbers of the images
   */
  record Selection<T>(T content, IntPredicate images) {}
}
