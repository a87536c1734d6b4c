package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Description in openapi.json, to check responses against. */
final class OpenApi {
  private final JsonObject document = new JsonObject(text());

  private static String text() {
    try (var file = OpenApi.class.getResourceAsStream("/openapi.json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject document() {
    return document;
  }

  /** The operations, as {@code METHOD /path/{name}}. */
  Set<String> operations() {
    Set<String> all = new TreeSet<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      paths.getJsonObject(path).fieldNames().stream()
          .filter(method -> !method.equals("parameters"))
          .forEach(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path));
    }
    return all;
  }

  /** Fails unless this response to this operation matches the description. */
  void check(String operation, int status, String type, String body) {
    int space = operation.indexOf(' ');
    JsonObject described =
        document
            .getJsonObject("paths")
            .getJsonObject(operation.substring(space + 1))
            .getJsonObject(operation.substring(0, space).toLowerCase(Locale.ROOT))
            .getJsonObject("responses")
            .getJsonObject("" + status);
    assertThat(described).as("%s is described to answer %d", operation, status).isNotNull();
    if (described.containsKey("$ref")) {
      String name = described.getString("$ref").replaceAll(".*/", "");
      described =
          document.getJsonObject("components").getJsonObject("responses").getJsonObject(name);
    }
    JsonObject content = described.getJsonObject("content", new JsonObject());
    if (status == 204 || content.isEmpty()) {
      assertThat(body).isEmpty();
    } else {
      assertThat(content.fieldNames()).contains(type);
      JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
      if (type.equals("application/json")) {
        matches(schema, body);
      }
    }
  }

  void isEvent(String json) {
    matches(new JsonObject().put("$ref", "#/components/schemas/Event"), json);
  }

  void matches(JsonObject schema, String json) {
    JsonObject whole =
        new JsonObject(schema.encode().replace("#/components/schemas/", "#/$defs/"))
            .put("$defs", definitions());
    OutputUnit result =
        Validator.create(
                JsonSchema.of(whole),
                new JsonSchemaOptions().setBaseUri("test://api").setDraft(Draft.DRAFT202012))
            .validate(new JsonObject(json));
    assertThat(result.getValid()).as("%s: %s", json, result.getErrors()).isTrue();
  }

  private JsonObject definitions() {
    return new JsonObject(
        document
            .getJsonObject("components")
            .getJsonObject("schemas")
            .encode()
            .replace("#/components/schemas/", "#/$defs/"));
  }
}
