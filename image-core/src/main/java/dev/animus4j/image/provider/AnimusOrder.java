package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.ImageRequest;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests in the words of Animus. What it has no words for is refused before anything is sent. */
final class AnimusOrder {
  private static final Set<String> OF_A_PROMPT =
      Set.of("face_swap", "use_face_lora", "use_body_lora");
  private static final Set<String> OF_A_BATCH = Set.of("character_id", "group_id", "group_title");

  private AnimusOrder() {}

  /** The body of one order. */
  static Map<String, Object> of(ImageRequest request) {
    Map<String, Object> order = new LinkedHashMap<>(request.extra());
    order.putAll(words(request));
    put(order, "seed", request.seed());
    ImageRequest.Size size = request.size();
    if (size != null) {
      order.put("width", size.width());
      order.put("height", size.height());
    }
    if (Boolean.parseBoolean(String.valueOf(order.get("convert_to_video")))) {
      throw refused("a video is not a picture: leave out convert_to_video");
    }
    return order;
  }

  /** The body of a batch, in which a prompt has few fields and some are common to all. */
  static Map<String, Object> batch(List<ImageRequest> requests) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("prompts", requests.stream().map(AnimusOrder::inBatch).toList());
    for (String field : OF_A_BATCH) {
      put(order, field, common(field, requests));
    }
    return order;
  }

  private static Map<String, Object> inBatch(ImageRequest request) {
    Map<String, Object> prompt = words(request);
    if (request.seed() != null || request.size() != null) {
      throw refused("a batch takes neither seed nor size");
    }
    request.extra().forEach((field, value) -> put(prompt, field, ofAPrompt(field, value)));
    return prompt;
  }

  private static @Nullable Object ofAPrompt(String field, Object value) {
    if (!OF_A_PROMPT.contains(field) && !OF_A_BATCH.contains(field)) {
      throw refused("a batch does not take " + field);
    }
    return OF_A_PROMPT.contains(field) ? value : null;
  }

  private static @Nullable Object common(String field, List<ImageRequest> requests) {
    Set<Optional<Object>> values =
        requests.stream()
            .map(request -> Optional.ofNullable(request.extra().get(field)))
            .collect(Collectors.toCollection(HashSet::new));
    if (values.size() > 1) {
      throw refused("all of a batch have the same " + field);
    }
    return values.iterator().next().orElse(null);
  }

  private static Map<String, Object> words(ImageRequest request) {
    if (!request.assets().isEmpty()) {
      throw refused("takes no assets: name a character_id, or a picture to change");
    }
    URI source = AnimusImages.input(request);
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("prompt", request.prompt());
    put(words, "source_image_url", source);
    return words;
  }

  private static void put(Map<String, Object> order, String field, @Nullable Object value) {
    if (value != null) {
      order.put(field, value);
    }
  }

  private static AnimusException refused(String what) {
    return new AnimusException.InvalidRequest(Origin.of("Animus"), what);
  }
}
