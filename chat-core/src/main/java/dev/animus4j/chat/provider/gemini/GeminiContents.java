package dev.animus4j.chat.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.gemini.Content;
import dev.animus4j.gemini.Part;
import dev.animus4j.http.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts messages to Gemini's contents: two roles, system instructions apart, and the results of
 * parallel calls in one content. Empty messages are left out, since Gemini rejects them.
 */
final class GeminiContents {
  private final FailureOrigin origin;
  private final List<Content> contents = new ArrayList<>();
  private final List<Part> instructions = new ArrayList<>();
  private final List<Part> results = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();

  GeminiContents(List<Message> messages, FailureOrigin origin) {
    this.origin = origin;
    messages.forEach(this::add);
    flushResults();
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
    flushResults();
    List<Part> parts = new ArrayList<>();
    if (!message.content().isBlank()) {
      parts.add(Part.text(message.content()));
    }
    message.attachments().forEach(attachment -> parts.add(part(attachment)));
    switch (message.role()) {
      case SYSTEM -> instructions.addAll(parts);
      case ASSISTANT -> addModel(parts, message.toolCalls());
      default -> contents.addAll(parts.isEmpty() ? List.of() : List.of(Content.user(parts)));
    }
  }

  private static Part part(Attachment attachment) {
    return attachment instanceof Attachment.Data data
        ? Part.file(data.mediaType(), data.bytes())
        : Part.fileUri(((Attachment.Reference) attachment).address());
  }

  private void addModel(List<Part> parts, List<ToolCall> calls) {
    for (int index = 0; index < calls.size(); index++) {
      ToolCall call = calls.get(index);
      SignedCallId id = SignedCallId.decode(call.id());
      names.put(call.id(), call.name());
      Part.Call functionCall =
          new Part.Call(call.name(), toObject(call.arguments(), "arguments"), id.id());
      parts.add(Part.of(functionCall).withThoughtSignature(id.signatureToSend(index == 0)));
    }
    if (!parts.isEmpty()) {
      contents.add(Content.model(parts));
    }
  }

  private Part result(Message message) {
    String id = String.valueOf(message.toolCallId());
    String name = names.get(id);
    if (name == null) {
      String what = "a tool message answers no call of the conversation";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    return Part.of(
        new Part.Result(name, toObject(message.content(), "result"), SignedCallId.decode(id).id()));
  }

  private void flushResults() {
    if (!results.isEmpty()) {
      contents.add(Content.user(results));
      results.clear();
    }
  }

  /** The text as a JSON object; any other text is wrapped in one, under this name. */
  private JsonNode toObject(String text, String name) {
    try {
      JsonNode json = Json.read(text.getBytes(UTF_8), JsonNode.class, origin);
      if (json.isObject()) {
        return json;
      }
    } catch (AnimusException.Protocol notJson) {
      // arguments and results need not be JSON
    }
    return JsonNodeFactory.instance.objectNode().put(name, text);
  }
}
