package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Stage;
import dev.animus4j.failure.FailureOrigin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Image that a provider's moderation took out of an otherwise good answer. */
final class WithheldImage {
  private static final Pattern REASON =
      Pattern.compile("(?i).*(filter|safety|moderat|blocked|nsfw|prohibited|policy|sensitive).*");
  private static final Set<String> NO_REASON = Set.of("", "null", "false", "none", "safe", "ok");
  private static final int DEPTH = 4;

  private WithheldImage() {}

  /** Returns the refusal of an image whose place is empty, with the reasons that are beside it. */
  static AnimusException refusal(JsonNode item, FailureOrigin origin) {
    Set<String> reasons = new LinkedHashSet<>();
    collect(item, DEPTH, reasons);
    return new AnimusException.ContentPolicy(origin, Stage.OUTPUT, List.copyOf(reasons));
  }

  /** Whether an answer says why there is no image. */
  static boolean hasReason(JsonNode answer) {
    Set<String> reasons = new LinkedHashSet<>();
    collect(answer, DEPTH, reasons);
    return !reasons.isEmpty() || (answer.isTextual() && isReason("", answer));
  }

  /** Whether the image of an item was made unrecognizable (Stability). */
  static boolean isFiltered(JsonNode item) {
    String reason = item.path("finish_reason").asText(item.path("finishReason").asText());
    return reason.equalsIgnoreCase("CONTENT_FILTERED");
  }

  private static void collect(JsonNode node, int depth, Set<String> reasons) {
    if (depth == 0) {
      return;
    }
    if (node.isArray()) {
      node.forEach(element -> collect(element, depth - 1, reasons));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isContainerNode()) {
        collectFrom(name, value, depth, reasons);
      } else if (isReason(name, value)) {
        reasons.add(value.isTextual() ? value.textValue() : name);
      }
    }
  }

  /** A category of a filter is one of the fields of an object, such as {@code violence}. */
  private static void collectFrom(String name, JsonNode value, int depth, Set<String> reasons) {
    if (value.path("filtered").asBoolean() || value.path("blocked").asBoolean()) {
      reasons.add(name);
      return;
    }
    collect(value, depth - 1, reasons);
    for (JsonNode element : value) {
      if (element.isTextual() && isReason(name, element)) {
        reasons.add(element.textValue());
      }
    }
  }

  /** {@code respect_moderation} is false, and others are true, where an image is withheld. */
  private static boolean isReason(String name, JsonNode value) {
    if (name.equals("respect_moderation")) {
      return value.isBoolean() && !value.booleanValue();
    }
    String text = value.asText("").toLowerCase(Locale.ROOT);
    return !NO_REASON.contains(text)
        && (value.isBoolean() ? REASON.matcher(name) : REASON.matcher(name + " " + text)).matches()
        && (value.isBoolean() || (value.isTextual() && text.length() <= 100));
  }
}
