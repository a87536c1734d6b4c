package dev.animus4j.chat.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.PortableCallIds;
import dev.animus4j.chat.model.ProviderState;
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
  /** Signature that Gemini accepts for a call requested by another model. */
  private static final String FOREIGN = "skip_thought_signature_validator";

  private final FailureOrigin origin;
  private final ProviderState.Owner recipient;
  private final PortableCallIds ids;
  private final List<Content> contents = new ArrayList<>();
  private final List<Part> instructions = new ArrayList<>();
  private final List<Part> results = new ArrayList<>();
  private final Map<String, SentCall> sent = new HashMap<>();

  /** Name and id of a call as sent, for its result; without an id where the model gave none. */
  private record SentCall(String name, @Nullable String id) {}

  GeminiContents(List<Message> messages, ProviderState.Owner recipient, FailureOrigin origin) {
    this.origin = origin;
    this.recipient = recipient;
    this.ids = new PortableCallIds(recipient);
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
      case ASSISTANT -> addModel(parts, message);
      default -> contents.addAll(parts.isEmpty() ? List.of() : List.of(Content.user(parts)));
    }
  }

  private static Part part(Attachment attachment) {
    return attachment instanceof Attachment.Data data
        ? Part.file(data.mediaType(), data.bytes())
        : Part.fileUri(((Attachment.Reference) attachment).address());
  }

  private void addModel(List<Part> parts, Message message) {
    boolean first = true;
    for (ToolCall call : message.toolCalls()) {
      parts.add(part(message, call, first));
      first = false;
    }
    ArrayNode signed = SignedParts.of(message, recipient);
    if (signed != null) {
      parts.clear();
      signed.forEach(part -> parts.add(Part.of((ObjectNode) part)));
    }
    if (!parts.isEmpty()) {
      contents.add(Content.model(parts));
    }
  }

  private Part part(Message message, ToolCall call, boolean first) {
    String name = call.portable().name();
    JsonNode arguments = toObject(call.arguments(), "arguments");
    ProviderState state = call.state();
    if (state != null && state.isOf(recipient)) {
      ObjectNode part = state.data().deepCopy();
      ObjectNode function = part.withObject("/functionCall");
      function.put("name", name).set("args", arguments);
      sent.put(call.id(), new SentCall(name, function.path("id").textValue()));
      return Part.of(part);
    }
    String id = ids.ofCall(message, call);
    sent.put(call.id(), new SentCall(name, id));
    return Part.of(new Part.Call(name, arguments, id)).withThoughtSignature(first ? FOREIGN : null);
  }

  private Part result(Message message) {
    SentCall call = sent.get(String.valueOf(message.toolCallId()));
    if (call == null) {
      String what = "a tool message answers no call of the conversation";
      throw new AnimusException.InvalidRequest(origin, what);
    }
    return Part.of(new Part.Result(call.name, toObject(message.content(), "result"), call.id));
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
