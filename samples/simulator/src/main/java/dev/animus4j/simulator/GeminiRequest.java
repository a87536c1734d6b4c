package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Request of the Gemini protocol. */
record GeminiRequest(JsonNode json) {
  private static final Set<String> MODALITIES = Set.of("TEXT", "IMAGE");
  private static final Set<String> RATIOS =
      Set.of(
          "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:4", "4:1",
          "1:8", "8:1");

  /** The factor by which the sides are longer than by default. */
  private static final Map<String, Double> SIZES =
      Map.of("512", 0.5, "0.5K", 0.5, "1K", 1.0, "2K", 2.0, "4K", 4.0);

  /** Parses a request; rejects what the provider would reject. */
  static GeminiRequest parse(JsonNode json) {
    GeminiRequest question = new GeminiRequest(json);
    if (!json.path("contents").isArray() || question.contents().isEmpty()) {
      throw invalid("* GenerateContentRequest.contents: contents is not specified");
    }
    question.contents().forEach(GeminiRequest::checkContent);
    if (!MODALITIES.containsAll(question.modalities())) {
      throw invalid("The requested combination of response modalities is not supported.");
    }
    NumberRule.check(question.config(), NumberRule.GEMINI);
    question.checkSchemas();
    question.checkImageConfig();
    return question;
  }

  private static void checkContent(JsonNode content) {
    if (!Set.of("user", "model").contains(content.path("role").asText("user"))) {
      throw invalid("Please use a valid role: user, model.");
    }
    if (!content.path("parts").isArray() || content.path("parts").isEmpty()) {
      throw invalid("contents.parts must not be empty.");
    }
  }

  private void checkSchemas() {
    boolean schema = config().hasNonNull("responseSchema");
    boolean jsonSchema = config().hasNonNull("responseJsonSchema");
    if (schema && jsonSchema) {
      throw invalid("Only one of response_schema and response_json_schema may be set.");
    }
    if ((schema || jsonSchema) && mimeType().equals("text/plain")) {
      throw invalid("response_schema needs the response_mime_type application/json.");
    }
  }

  private void checkImageConfig() {
    JsonNode image = config().path("imageConfig");
    if (!RATIOS.contains(image.path("aspectRatio").asText("1:1"))) {
      throw invalid("aspect_ratio must be one of " + RATIOS + ".");
    }
    if (!SIZES.containsKey(image.path("imageSize").asText("1K"))) {
      throw invalid("image_size must be one of " + SIZES.keySet() + ".");
    }
  }

  List<JsonNode> contents() {
    return elements(json.path("contents")).toList();
  }

  boolean wantsImage() {
    return modalities().contains("IMAGE");
  }

  boolean wantsText() {
    return modalities().isEmpty() || modalities().contains("TEXT");
  }

  boolean wantsThoughts() {
    return config().path("thinkingConfig").path("includeThoughts").asBoolean();
  }

  /** The last text of the user; earlier ones are instructions and explanations. */
  String prompt() {
    return elements(contents().get(contents().size() - 1).path("parts"))
        .map(part -> part.path("text").asText(""))
        .filter(text -> !text.isBlank())
        .reduce("", (earlier, later) -> later);
  }

  /** Applies the aspect ratio and the size, where there are any. */
  Optional<ImageSpec> resize(ImageSpec imageSpec) {
    JsonNode image = config().path("imageConfig");
    if (!image.hasNonNull("aspectRatio") && !image.hasNonNull("imageSize")) {
      return Optional.empty();
    }
    String[] ratio = image.path("aspectRatio").asText("4:3").split(":");
    double across = Double.parseDouble(ratio[0]) / Double.parseDouble(ratio[1]);
    double scale = SIZES.getOrDefault(image.path("imageSize").asText("1K"), 1.0);
    double side = scale * Math.sqrt(ImageSpec.WIDTH * ImageSpec.HEIGHT);
    double longer = side * Math.sqrt(Math.max(across, 1 / across));
    double fitting = side * Math.min(1, ImageSpec.LARGEST / longer);
    return Optional.of(
        imageSpec.resize(
            (int) Math.round(fitting * Math.sqrt(across)),
            (int) Math.round(fitting / Math.sqrt(across))));
  }

  /** Converts it to a chat request of the other dialects, so that the same rules apply. */
  ReceivedChatRequest toChatRequest() {
    return new GeminiChatRequest(this).convert();
  }

  JsonNode config() {
    return json.path("generationConfig");
  }

  String mimeType() {
    return config().path("responseMimeType").asText("text/plain");
  }

  private List<String> modalities() {
    return elements(config().path("responseModalities")).map(JsonNode::asText).toList();
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static RejectedRequest invalid(String message) {
    return RejectedRequest.invalid(message, null, null);
  }
}
