package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Image request of the OpenAI dialect.
 *
 * @param partials the number of partial images; -1 if it is not a stream
 */
record ReceivedImageRequest(
    String prompt, ImageSpec motif, int count, boolean url, String quality, int partials) {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{1,4})x([1-9]\\d{1,4})");

  /** Parses a request; rejects what the provider would reject. */
  static ReceivedImageRequest parse(JsonNode request) {
    String prompt = request.path("prompt").asText("");
    if (prompt.isBlank()) {
      throw RejectedRequest.missing("prompt");
    }
    String model = request.path("model").asText("dall-e-2");
    int count = NumberRule.integer(request, "n", 1, model.equals("dall-e-3") ? 1 : 10);
    boolean transparent = isTransparent(request);
    return new ReceivedImageRequest(
        prompt,
        resize(motif(request, prompt), request.path("size").asText("auto"))
            .transparent(transparent),
        count,
        url(request, model),
        request.path("quality").asText("auto"),
        partials(request));
  }

  private static boolean isTransparent(JsonNode request) {
    String background = request.path("background").asText("auto");
    if (!List.of("auto", "opaque", "transparent").contains(background)) {
      String message = "Invalid value: '" + background + "'.";
      throw RejectedRequest.invalid(message, "background", "invalid_value");
    }
    String format = request.path("output_format").asText("png");
    if (background.equals("transparent") && format.equals("jpeg")) {
      throw RejectedRequest.invalid(
          "Transparent background is not supported for JPEG output format.",
          "background",
          "invalid_value");
    }
    if (!format.equals("png")) {
      throw RejectedRequest.invalid(
          "The simulator draws only png.", "output_format", "invalid_value");
    }
    return background.equals("transparent");
  }

  private static int partials(JsonNode request) {
    new NumberRule("partial_images", "0", "3", true).check(request.path("partial_images"));
    int partials = request.path("partial_images").asInt(0);
    return request.path("stream").asBoolean() ? partials : -1;
  }

  private static boolean url(JsonNode request, String model) {
    if (!request.hasNonNull("response_format")) {
      return model.startsWith("dall-e");
    }
    if (model.startsWith("gpt-image") || model.startsWith("chatgpt-image")) {
      String message = "Unknown parameter: 'response_format'.";
      throw RejectedRequest.invalid(message, "response_format", "unknown_parameter");
    }
    String format = request.path("response_format").asText();
    if (!List.of("url", "b64_json").contains(format)) {
      throw RejectedRequest.invalid(
          "'url' or 'b64_json' only.", "response_format", "invalid_value");
    }
    return format.equals("url");
  }

  private static ImageSpec motif(JsonNode request, String prompt) {
    return ImageSpec.parse(request.path("images").path(0).path("image_url").asText(""))
        .map(earlier -> earlier.applyPrompt(prompt))
        .orElseGet(() -> ImageSpec.of(prompt));
  }

  private static ImageSpec resize(ImageSpec imageSpec, String size) {
    if (size.equals("auto")) {
      return imageSpec;
    }
    Matcher dimensions = SIZE.matcher(size);
    if (!dimensions.matches()) {
      throw RejectedRequest.invalid("Invalid size '" + size + "'.", "size", "invalid_size");
    }
    return imageSpec.resize(
        Integer.parseInt(dimensions.group(1)), Integer.parseInt(dimensions.group(2)));
  }

  List<ImageSpec> motifs() {
    return motif.variations(count);
  }

  /** Token usage: text by words, images by one token for 256 pixels. */
  ObjectNode usage() {
    int text = ReceivedChatRequest.wordCount(prompt);
    int imageTokens = count * motif.width() * motif.height() / 256;
    ObjectNode usage =
        JsonBuffers.node()
            .put("input_tokens", text)
            .put("output_tokens", imageTokens)
            .put("total_tokens", text + imageTokens);
    usage.putObject("input_tokens_details").put("text_tokens", text).put("image_tokens", 0);
    return usage;
  }

  /** Adds the fields that describe every image. */
  ObjectNode addDescription(ObjectNode json) {
    return json.put("size", motif.width() + "x" + motif.height())
        .put("quality", quality)
        .put("background", motif.transparent() ? "transparent" : "opaque")
        .put("output_format", "png");
  }
}
