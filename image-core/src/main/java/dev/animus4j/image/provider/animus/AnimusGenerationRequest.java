package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.ImageOption;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps image requests to request bodies of Animus. Options that it does not support are refused
 * before anything is sent.
 */
final class AnimusGenerationRequest {
  private static final Set<String> OF_A_PROMPT =
      Set.of("face_swap", "use_face_lora", "use_body_lora");
  private static final Set<String> OF_A_BATCH = Set.of("character_id", "group_id", "group_title");

  private static final Map<ImageOption, String> OPTIONS =
      Map.of(
          ImageOption.COUNT, "num_images",
          ImageOption.NEGATIVE_PROMPT, "negative_prompt",
          ImageOption.STEPS, "num_inference_steps",
          ImageOption.GUIDANCE, "guidance_scale",
          ImageOption.STRENGTH, "strength");

  private AnimusGenerationRequest() {}

  /** Creates the body of a single request. */
  static Map<String, Object> body(ImageRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "seed", request.seed());
    ImageRequest.Size size = request.size();
    if (size != null) {
      body.put("width", size.width());
      body.put("height", size.height());
    }
    body.putAll(ImageOption.fields(request, OPTIONS, FailureOrigin.of("Animus")));
    body.putAll(request.extra());
    body.putAll(promptFields(request));
    if (Boolean.parseBoolean(String.valueOf(body.get("convert_to_video")))) {
      throw invalidRequest("a video is not a picture: leave out convert_to_video");
    }
    return body;
  }

  /**
   * Creates the body of a batch, in which each prompt has few fields and some are common to all.
   */
  static Map<String, Object> batchBody(List<ImageRequest> requests) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("prompts", requests.stream().map(AnimusGenerationRequest::batchPrompt).toList());
    for (String field : OF_A_BATCH) {
      put(body, field, commonField(field, requests));
    }
    return body;
  }

  private static Map<String, Object> batchPrompt(ImageRequest request) {
    Map<String, Object> prompt = promptFields(request);
    ImageOption.rejectAll(request, FailureOrigin.of("Animus"));
    if (request.seed() != null || request.size() != null) {
      throw invalidRequest("a batch takes neither seed nor size");
    }
    request.extra().forEach((field, value) -> put(prompt, field, promptField(field, value)));
    return prompt;
  }

  private static @Nullable Object promptField(String field, Object value) {
    if (!OF_A_PROMPT.contains(field) && !OF_A_BATCH.contains(field)) {
      throw invalidRequest("a batch does not take " + field);
    }
    return OF_A_PROMPT.contains(field) ? value : null;
  }

  private static @Nullable Object commonField(String field, List<ImageRequest> requests) {
    Set<Optional<Object>> values =
        requests.stream()
            .map(request -> Optional.ofNullable(request.extra().get(field)))
            .collect(Collectors.toCollection(HashSet::new));
    if (values.size() > 1) {
      throw invalidRequest("all of a batch have the same " + field);
    }
    return values.iterator().next().orElse(null);
  }

  private static Map<String, Object> promptFields(ImageRequest request) {
    if (!request.referenceImages().isEmpty()) {
      throw invalidRequest("takes no assets: name a character_id, or a picture to change");
    }
    URI source = AnimusImages.inputImageUrl(request);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", request.prompt());
    put(fields, "source_image_url", source);
    return fields;
  }

  private static void put(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  private static AnimusException invalidRequest(String what) {
    return new AnimusException.InvalidRequest(FailureOrigin.of("Animus"), what);
  }
}
