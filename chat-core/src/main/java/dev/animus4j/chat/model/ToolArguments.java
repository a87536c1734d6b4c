package dev.animus4j.chat.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arguments of a call as models and gateways write them: one JSON object, perhaps after an empty
 * one, twice, within a string, a code fence or a sentence, or with raw line breaks. Nothing at all,
 * or null, is no arguments. Whatever may mean something else, such as two objects or the beginning
 * of one, is not read.
 */
final class ToolArguments {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private static final Pattern FENCE =
      Pattern.compile("\\s*```\\w*\\s(.*?)\\s*```\\s*", Pattern.DOTALL);
  private static final int MAX_NESTED_STRINGS = 3;

  private ToolArguments() {}

  /** The arguments as an object; a missing node when they are none. */
  static JsonNode read(String text) {
    JsonNode read = read(text, MAX_NESTED_STRINGS);
    return read.isObject() ? read : MissingNode.getInstance();
  }

  private static JsonNode read(String text, int nestedStrings) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Matcher fence = FENCE.matcher(json);
    JsonNode value = value(fence.matches() ? fence.group(1) : json);
    if (value.isTextual()) {
      return nestedStrings == 0 ? value : read(value.textValue(), nestedStrings - 1);
    }
    return value.isMissingNode() ? surrounded(json) : value;
  }

  /** The one value in a text of JSON values; a missing node when it has others or is not JSON. */
  private static JsonNode value(String json) {
    Set<JsonNode> values = new LinkedHashSet<>();
    try (JsonParser parser = MAPPER.createParser(json)) {
      while (parser.nextToken() != null) {
        values.add(parser.readValueAsTree());
      }
    } catch (IOException | RuntimeException notJson) {
      return MissingNode.getInstance();
    }
    values.removeIf(ToolArguments::isEmpty);
    return switch (values.size()) {
      case 0 -> JsonNodeFactory.instance.objectNode();
      case 1 -> values.iterator().next();
      default -> JsonNodeFactory.instance.arrayNode();
    };
  }

  private static boolean isEmpty(JsonNode value) {
    boolean blank = value.isTextual() && value.textValue().isBlank();
    return blank || value.isNull() || (value.isObject() && value.isEmpty());
  }

  /** The object in a sentence; an empty one, or the beginning of another, makes it doubtful. */
  private static JsonNode surrounded(String text) {
    int start = text.indexOf('{');
    int end = text.lastIndexOf('}') + 1;
    boolean isWhole = start >= 0 && start < end && text.indexOf('{', end) < 0;
    JsonNode value = isWhole ? value(text.substring(start, end)) : MissingNode.getInstance();
    return value.isEmpty() ? MissingNode.getInstance() : value;
  }
}
