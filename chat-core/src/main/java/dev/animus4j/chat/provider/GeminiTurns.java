package dev.animus4j.chat.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.gemini.Content;
import dev.animus4j.gemini.Part;
import dev.animus4j.http.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as Gemini takes it: two roles, instructions apart, and the results of calls made
 * together told together. Messages that say nothing are left out, as they would be refused.
 */
final class GeminiTurns {
  private final Origin origin;
  private final List<Content> contents = new ArrayList<>();
  private final List<Part> instructions = new ArrayList<>();
  private final List<Part> results = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();

  GeminiTurns(List<Message> messages, Origin origin) {
    this.origin = origin;
    messages.forEach(this::add);
    endResults();
    if (contents.isEmpty()) {
      throw new AnimusException.InvalidRequest(origin, "there is nothing to answer");
    }
  }

  List<Content> contents() {
    return contents;
  }

  @Nullable Content instruction() {
    return instructions.isEmpty() ? null : new Content(null, instructions);
  }

  private void add(Message message) {
    if (message.role() == Role.TOOL) {
      results.add(result(message));
      return;
    }
    endResults();
    List<Part> said = new ArrayList<>();
    if (!message.content().isBlank()) {
      said.add(Part.text(message.content()));
    }
    message.attachments().forEach(shown -> said.add(part(shown)));
    switch (message.role()) {
      case SYSTEM -> instructions.addAll(said);
      case ASSISTANT -> addModel(said, message.toolCalls());
      default -> contents.addAll(said.isEmpty() ? List.of() : List.of(Content.user(said)));
    }
  }

  private static Part part(Attachment shown) {
    return shown instanceof Attachment.File file
        ? Part.file(file.mediaType(), file.bytes())
        : Part.at(((Attachment.At) shown).address());
  }

  private void addModel(List<Part> said, List<ToolCall> calls) {
    for (int index = 0; index < calls.size(); index++) {
      ToolCall call = calls.get(index);
      CallId id = CallId.of(call.id());
      names.put(call.id(), call.name());
      Part.Call asked = new Part.Call(call.name(), object(call.arguments(), "arguments"), id.id());
      said.add(Part.of(asked).signed(id.echo(index == 0)));
    }
    if (!said.isEmpty()) {
      contents.add(Content.model(said));
    }
  }

  private Part result(Message message) {
    String id = String.valueOf(message.toolCallId());
    String name = names.get(id);
    if (name == null) {
      String what = "a tool message answers no call of the conversation";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    return Part.of(new Part.Result(name, object(message.content(), "result"), CallId.of(id).id()));
  }

  private void endResults() {
    if (!results.isEmpty()) {
      contents.add(Content.user(results));
      results.clear();
    }
  }

  /** The text as a JSON object; what is none becomes one, under this name. */
  private JsonNode object(String text, String name) {
    try {
      JsonNode json = Json.read(text.getBytes(UTF_8), JsonNode.class, origin);
      if (json.isObject()) {
        return json;
      }
    } catch (AnimusException.Protocol notJson) {
      // models write what they like, and tools answer what they like
    }
    return JsonNodeFactory.instance.objectNode().put(name, text);
  }
}
