package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.animus4j.image.provider.json.ImageMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Places of images in the answers of image models: in all the forms that are in use. */
final class ImagePlaces {
  /** Keys under which a string is an image in base64, whatever it begins with. */
  static final String[] BASE64_KEYS = {
    "b64_json", "b64", "base64", "image", "image_base64", "imageBase64", "bytesBase64Encoded"
  };

  private static final List<String> LISTS =
      List.of(
          "/data/images",
          "/data/image_urls",
          "/data",
          "/images",
          "/result/images",
          "/result/data",
          "/result/output",
          "/result",
          "/output/images",
          "/output/results",
          "/output/choices",
          "/generations_by_pk/generated_images",
          "/output",
          "/outputs",
          "/artifacts",
          "/predictions",
          "/image");

  private static final List<String> FIELDS =
      List.of(
          "b64_json",
          "b64",
          "base64",
          "image_base64",
          "imageBase64",
          "bytesBase64Encoded",
          "image",
          "images",
          "dataURI",
          "dataUri",
          "data_uri",
          "dataUrl",
          "data_url",
          "data",
          "content",
          "url",
          "imageUrl",
          "image_url",
          "uri",
          "src",
          "href",
          "output",
          "result",
          "file",
          "message");

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?is)\\s*([a-z][a-z0-9+.-]{1,20}:|[/.?]|[^\\s:]{1,200}[/.][^\\s:]{1,200}).*");
  private static final int DEPTH = 5;

  private ImagePlaces() {}

  /** The items of an answer, each with one image or none; empty when there is no place for any. */
  static List<JsonNode> items(JsonNode json) {
    for (String list : LISTS) {
      JsonNode found = json.at(list);
      boolean filled = found.isArray() ? !found.isEmpty() : hasPlace(found);
      if (filled) {
        return found.isArray() ? elements(found) : List.of(found);
      }
    }
    return json.isArray() ? elements(json) : hasPlace(json) ? List.of(json) : List.of();
  }

  /** Whether an answer has a place for its images, which is empty. */
  static boolean hasEmptyPlace(JsonNode json) {
    return LISTS.stream().map(json::at).anyMatch(place -> !place.isMissingNode() && isBlank(place));
  }

  /** Whether there is nothing in an item where an image should be. */
  static boolean isEmpty(JsonNode item) {
    boolean blank =
        item.isObject() && FIELDS.stream().map(item::path).allMatch(ImagePlaces::isBlank);
    return blank || (!item.isObject() && isBlank(item));
  }

  private static boolean isBlank(JsonNode field) {
    return field.isContainerNode()
        ? StreamSupport.stream(field.spliterator(), false).allMatch(ImagePlaces::isBlank)
        : field.isNull() || field.asText("").isBlank();
  }

  /**
   * The markers or addresses of the images in an item, of which some have several; empty when there
   * is none.
   */
  static List<JsonNode> places(JsonNode item) {
    return places(item, DEPTH);
  }

  static boolean hasPlace(JsonNode item) {
    return !places(item).isEmpty();
  }

  private static List<JsonNode> places(JsonNode item, int depth) {
    if (item.isTextual()) {
      return places(item.textValue());
    }
    if (depth == 0 || !item.isContainerNode()) {
      return List.of();
    }
    Stream<List<JsonNode>> found =
        candidates(item).stream()
            .map(candidate -> places(candidate, depth - 1))
            .filter(places -> !places.isEmpty());
    return item.isArray()
        ? found.flatMap(List::stream).toList()
        : found.findFirst().orElse(List.of());
  }

  private static List<JsonNode> places(String text) {
    if (ImageMarker.isIn(text)) {
      return ImageMarker.numbers(text).stream()
          .<JsonNode>map(number -> TextNode.valueOf(ImageMarker.of(number)))
          .toList();
    }
    return ADDRESS.matcher(text).matches() ? List.of(TextNode.valueOf(text)) : List.of();
  }

  /** What may contain the image, its bytes before its address. */
  private static List<JsonNode> candidates(JsonNode item) {
    if (item.isArray()) {
      return elements(item);
    }
    List<JsonNode> all = new ArrayList<>();
    item.forEach(
        field -> {
          if (ImageMarker.isMarker(field)) {
            all.add(field);
          }
        });
    FIELDS.stream().filter(item::hasNonNull).forEach(name -> all.add(item.path(name)));
    return all;
  }

  /** All elements but the unfinished images of an event stream. */
  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .filter(element -> !element.path("type").asText().endsWith(".partial_image"))
        .toList();
  }
}
