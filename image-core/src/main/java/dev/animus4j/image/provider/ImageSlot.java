package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * Place for one image in an answer.
 *
 * @param item the item that has the place, and the details of the image
 * @param place the marker or address; missing when there is none
 */
record ImageSlot(JsonNode item, JsonNode place) {
  /** All slots of an answer, in order; empty when it has no place for an image. */
  static List<ImageSlot> list(JsonNode json) {
    return ImagePlaces.items(json).stream().flatMap(item -> listItem(item).stream()).toList();
  }

  /** The slots of an item: one without a place when it has none. */
  static List<ImageSlot> listItem(JsonNode item) {
    List<JsonNode> places = ImagePlaces.places(item);
    return places.isEmpty()
        ? List.of(new ImageSlot(item, MissingNode.getInstance()))
        : places.stream().map(place -> new ImageSlot(item, place)).toList();
  }

  boolean isEmpty() {
    return place.isMissingNode();
  }
}
