package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

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
   * Selects images of a document that broke off behind them; null keeps none, and is the default.
   *
   * @param markers the markers of the whole images
   */
  default @Nullable Selection<T> selectOfBroken(List<JsonNode> markers) {
    return null;
  }

  /**
   * Images to store.
   *
   * @param content what was read of the document
   * @param images the numbers of the images
   */
  record Selection<T>(T content, IntPredicate images) {}
}
