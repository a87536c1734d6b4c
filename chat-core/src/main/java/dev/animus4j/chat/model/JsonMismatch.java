package dev.animus4j.chat.model;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Says in words which field of some JSON does not fit its type, and what it must be. */
final class JsonMismatch {
  private JsonMismatch() {}

  /** In words of the schema; of the values, nothing is quoted. */
  static String describe(JsonProcessingException failure, JsonNode json) {
    List<Reference> path =
        failure instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    String field = path.isEmpty() ? "it" : name(path);
    JsonNode value = json.at(pointer(path));
    if (failure instanceof ValueInstantiationException && failure.getCause() != null) {
      return field + " is rejected: " + failure.getCause().getMessage();
    } else if (value.isMissingNode() || value.isNull()) {
      return field + " is missing";
    }
    Class<?> type =
        failure instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    return field + " must be " + expected(type);
  }

  private static String expected(@Nullable Class<?> type) {
    ObjectNode schema = RecordSchema.of(type == null ? Object.class : type);
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (!schema.path("type").isTextual()) {
      return "of another type";
    }
    String format = schema.has("format") ? ", format " + schema.path("format").asText() : "";
    return "of type " + schema.path("type").asText() + format;
  }

  private static String name(List<Reference> path) {
    StringBuilder name = new StringBuilder();
    for (Reference step : path) {
      if (step.getFieldName() == null) {
        name.append('[').append(step.getIndex()).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return name.toString();
  }

  private static JsonPointer pointer(List<Reference> path) {
    JsonPointer pointer = JsonPointer.empty();
    for (Reference step : path) {
      pointer =
          step.getFieldName() == null
              ? pointer.appendIndex(step.getIndex())
              : pointer.appendProperty(step.getFieldName());
    }
    return pointer;
  }
}
