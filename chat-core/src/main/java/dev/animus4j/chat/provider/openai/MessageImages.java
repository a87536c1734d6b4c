package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.animus4j.chat.provider.inline.ChoiceImages;
import dev.animus4j.chat.provider.inline.EmbeddedImage;
import dev.animus4j.chat.provider.inline.InlineImageFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes images out of the JSON of a message or its delta: those in {@code images}, in parts of the
 * content, and any other whose bytes are in the JSON. Servers agree on no form: an image may be a
 * string, or an object in which it has one of many names.
 */
final class MessageImages {
  /** Members with nothing but images. */
  private static final List<String> PLACES =
      List.of("images", "image", "image_url", "image_urls", "generated_images", "b64_json");

  private static final Set<String> TEXTS =
      Set.of("role", "content", "refusal", "tool_calls", "function_call", "turns", "image_prompt");

  private static final List<String> ADDRESSES =
      List.of("url", "image_url", "image", "uri", "file_uri", "fileUri", "source");

  private final ChoiceImages images;

  MessageImages(ChoiceImages images) {
    this.images = images;
  }

  /** Takes out the images of a chunk, or of a whole response. */
  void take(CompletionView chunk) {
    takeMessage(chunk.choice().path("delta"));
    takeMessage(chunk.choice().path("message"));
    takeMembers(chunk.choice(), ExtraFields.OF_CHOICE);
    takeMembers(chunk.json(), ExtraFields.OF_RESPONSE);
  }

  private void takeMessage(JsonNode json) {
    if (json instanceof ObjectNode message) {
      JsonNode content = message.path("content");
      if (content.isContainerNode()) {
        elements(content).forEach(this::takePart);
      }
      if (message.path("turns") instanceof ArrayNode turns) {
        filter(turns);
      }
      takeMembers(message, TEXTS);
    }
  }

  /** Takes the images of all members but those that are known to have none. */
  private void takeMembers(JsonNode json, Set<String> known) {
    if (!(json instanceof ObjectNode object)) {
      return;
    }
    for (String place : PLACES) {
      if (object.hasNonNull(place)) {
        elements(object.remove(place)).forEach(this::takeImage);
      }
    }
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!known.contains(member.getKey())) {
        boolean thoughts = member.getKey().startsWith("reasoning");
        member.setValue(takeEmbedded(member.getValue(), !thoughts));
      }
    }
  }

  /** An object stands for a list of it. */
  private static Iterable<JsonNode> elements(JsonNode list) {
    return list.isArray() ? list : List.of(list);
  }

  private void takePart(JsonNode part) {
    boolean isText = part.isTextual() || part.path("text").isTextual() || part.has("refusal");
    if (!isText && !part.path("thought").asBoolean()) {
      boolean isImage = part.path("type").asText("image").contains("image");
      if (isImage) {
        takeImage(part);
      } else {
        JsonNode unused = takeEmbedded(part, true);
      }
    }
  }

  /** Takes an image: its bytes if they are there, else its address. */
  private void takeImage(JsonNode json) {
    EmbeddedImage embedded = findEmbedded(json);
    String address = embedded == null ? findAddress(json) : "";
    if (embedded != null) {
      embedded.addTo(images);
    } else if (!address.isEmpty()) {
      images.addAddress(address);
    } else if (json.isContainerNode() ? !json.isEmpty() : !json.asText().isEmpty()) {
      images.addUnknown();
    }
  }

  private static @Nullable EmbeddedImage findEmbedded(JsonNode json) {
    EmbeddedImage found = json.isTextual() ? EmbeddedImage.of(json.textValue()) : null;
    for (JsonNode child : json) {
      found = found == null ? findEmbedded(child) : found;
    }
    return found;
  }

  private static String findAddress(JsonNode json) {
    String address = json.isTextual() ? json.textValue().strip() : "";
    for (String name : ADDRESSES) {
      address = address.isEmpty() && json.has(name) ? findAddress(json.get(name)) : address;
    }
    return address.regionMatches(true, 0, "http", 0, 4) ? address : "";
  }

  /** The JSON without the images in it, which are added or dropped. */
  private JsonNode takeEmbedded(JsonNode json, boolean added) {
    if (json instanceof ObjectNode object) {
      object.properties().forEach(it -> it.setValue(takeEmbedded(it.getValue(), added)));
    } else if (json instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, takeEmbedded(array.get(i), added));
      }
    }
    EmbeddedImage embedded = json.isTextual() ? EmbeddedImage.of(json.textValue()) : null;
    if (embedded != null && added) {
      embedded.addTo(images);
    }
    return embedded == null ? json : TextNode.valueOf("");
  }

  private void filter(ArrayNode texts) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isTextual()) {
        texts.set(i, InlineImageFilter.filter(texts.get(i).textValue(), images));
      }
    }
  }
}
