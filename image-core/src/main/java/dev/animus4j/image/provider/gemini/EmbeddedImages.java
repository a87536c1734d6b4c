package dev.animus4j.image.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.image.provider.json.ImageMarker;
import java.util.regex.Pattern;

/**
 * Images that a proxy put into the text, as data URLs, mostly in Markdown or HTML: each becomes a
 * part of its own, behind the text without it.
 */
final class EmbeddedImages {
  private static final Pattern IMAGE =
      Pattern.compile(
          "!\\[[^\\]]{0,200}\\]\\(\\s?(\0image \\d{1,9};)[^)]{0,200}\\)"
              + "|<img\\b[^>\0]{0,200}\0image \\d{1,9};[^>]{0,200}>"
              + "|\0image \\d{1,9};");

  private EmbeddedImages() {}

  /** Separates the images from the texts of a response. */
  static JsonNode separate(JsonNode response) {
    for (JsonNode candidate : response.path("candidates")) {
      if (candidate.path("content") instanceof ObjectNode content
          && content.path("parts") instanceof ArrayNode parts) {
        content.set("parts", separate(parts));
      }
    }
    return response;
  }

  private static ArrayNode separate(ArrayNode parts) {
    ArrayNode separated = JsonNodeFactory.instance.arrayNode();
    for (JsonNode part : parts) {
      String text = part.path("text").asText("");
      if (part instanceof ObjectNode object && ImageMarker.isIn(text)) {
        separated.add(object.put("text", IMAGE.matcher(text).replaceAll("").strip()));
        ImageMarker.numbers(text).forEach(number -> addImage(separated, number, object));
      } else {
        separated.add(part);
      }
    }
    return separated;
  }

  private static void addImage(ArrayNode parts, int number, ObjectNode text) {
    ObjectNode part = parts.addObject();
    part.putObject("inlineData").put("data", ImageMarker.of(number));
    if (text.has("thought")) {
      part.set("thought", text.get("thought"));
    }
  }
}
