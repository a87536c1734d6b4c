package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request for images wants.
 *
 * @param partials how many unfinished pictures are wanted; -1 when it is not a stream
 */
record PictureOrder(
    String prompt, Motif motif, int count, boolean url, String quality, int partials) {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{1,4})x([1-9]\\d{1,4})");

  /** Refuses what the provider would refuse. */
  static PictureOrder of(JsonNode request) {
    String prompt = request.path("prompt").asText("");
    if (prompt.isBlank()) {
      throw Refusal.missing("prompt");
    }
    String model = request.path("model").asText("dall-e-2");
    int count = request.path("n").asInt(1);
    if (count < 1 || count > (model.equals("dall-e-3") ? 1 : 10)) {
      throw Refusal.invalid("'n' is out of range.", "n", "invalid_value");
    }
    String format = request.path("output_format").asText("png");
    if (!format.equals("png")) {
      throw Refusal.invalid("The simulator draws only png.", "output_format", "invalid_value");
    }
    return new PictureOrder(
        prompt,
        sized(motif(request, prompt), request.path("size").asText("auto")),
        count,
        url(request, model),
        request.path("quality").asText("auto"),
        partials(request));
  }

  private static int partials(JsonNode request) {
    int partials = request.path("partial_images").asInt(0);
    if (partials < 0 || partials > 3) {
      throw Refusal.invalid("From 0 to 3 only.", "partial_images", "invalid_value");
    }
    return request.path("stream").asBoolean() ? partials : -1;
  }

  private static boolean url(JsonNode request, String model) {
    if (!request.hasNonNull("response_format")) {
      return model.startsWith("dall-e");
    }
    if (model.startsWith("gpt-image") || model.startsWith("chatgpt-image")) {
      String message = "Unknown parameter: 'response_format'.";
      throw Refusal.invalid(message, "response_format", "unknown_parameter");
    }
    String format = request.path("response_format").asText();
    if (!List.of("url", "b64_json").contains(format)) {
      throw Refusal.invalid("'url' or 'b64_json' only.", "response_format", "invalid_value");
    }
    return format.equals("url");
  }

  private static Motif motif(JsonNode request, String prompt) {
    return Motif.at(request.path("images").path(0).path("image_url").asText(""))
        .map(earlier -> earlier.changed(prompt))
        .orElseGet(() -> Motif.of(prompt));
  }

  private static Motif sized(Motif motif, String size) {
    if (size.equals("auto")) {
      return motif;
    }
    Matcher wanted = SIZE.matcher(size);
    if (!wanted.matches()) {
      throw Refusal.invalid("Invalid size '" + size + "'.", "size", "invalid_size");
    }
    return motif.sized(Integer.parseInt(wanted.group(1)), Integer.parseInt(wanted.group(2)));
  }

  List<Motif> motifs() {
    return motif.several(count);
  }

  /** Text counted in words, pictures as one token for 256 pixels. */
  ObjectNode usage() {
    int text = Question.words(prompt);
    int pictures = count * motif.width() * motif.height() / 256;
    ObjectNode usage =
        Json.node()
            .put("input_tokens", text)
            .put("output_tokens", pictures)
            .put("total_tokens", text + pictures);
    usage.putObject("input_tokens_details").put("text_tokens", text).put("image_tokens", 0);
    return usage;
  }

  /** What is said about every picture. */
  ObjectNode describe(ObjectNode json) {
    return json.put("size", motif.width() + "x" + motif.height())
        .put("quality", quality)
        .put("background", "opaque")
        .put("output_format", "png");
  }
}
