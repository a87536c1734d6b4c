package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reply of the OpenAI protocol that a fault spells out, as deltas or as the message of them. */
record FaultyReply(Fault fault, JsonNode answer, Dialect dialect) {

  /** The response; empty if it calls a tool and the request wants no call. */
  Optional<SimulatedResponse> response(SimulatedRequest request) {
    ReceivedChatRequest question = ReceivedChatRequest.parse(request.json(), dialect);
    Optional<FaultyCall> call = fault.is("calls") ? FaultyCall.of(question) : Optional.empty();
    if (fault.is("calls") && call.isEmpty()) {
      return Optional.empty();
    }
    JsonNode filled = call.map(it -> it.fill(answer)).orElse(answer);
    List<ObjectNode> deltas = repeat(filled.path("deltas"));
    ObjectNode message = JsonBuffers.node().put("role", "assistant").putNull("content");
    deltas.forEach(delta -> merge(message, delta));
    SimulatedCompletion completion =
        new SimulatedCompletion(
            dialect,
            "chatcmpl-simfault",
            System.currentTimeMillis() / 1000,
            question,
            SimulatedReply.ofText(message.path("content").asText("")));
    boolean streamed = question.isSet("stream") && !request.wantsWhole();
    return Optional.of(
        streamed ? streamed(completion, filled, deltas) : whole(completion, filled, message));
  }

  /** The deltas or parts, each as often as its member {@code times} says. */
  static List<ObjectNode> repeat(JsonNode deltas) {
    List<ObjectNode> all = new ArrayList<>();
    for (JsonNode delta : deltas) {
      ObjectNode once = delta.deepCopy();
      once.remove("times");
      for (int time = 0; time < delta.path("times").asInt(1); time++) {
        all.add(once);
      }
    }
    return all;
  }

  private SimulatedResponse whole(
      SimulatedCompletion completion, JsonNode filled, ObjectNode merged) {
    ObjectNode json = completion.envelope("chat.completion");
    ArrayNode choices = json.putArray("choices");
    JsonNode message = filled.has("message") ? filled.path("message") : merged;
    if (message.isObject()) {
      choices.add(choice(filled).put("finish_reason", finish(filled)).set("message", message));
    }
    return SimulatedResponse.json(json.set("usage", completion.usage()));
  }

  private SimulatedResponse streamed(
      SimulatedCompletion completion, JsonNode filled, List<ObjectNode> deltas) {
    List<Buffer> events = new ArrayList<>();
    for (ObjectNode delta : deltas) {
      ObjectNode chunk = completion.envelope("chat.completion.chunk");
      if (delta.has("chunk")) {
        chunk.setAll((ObjectNode) delta.path("chunk"));
      } else {
        chunk
            .putArray("choices")
            .add(JsonBuffers.node().put("index", 0).putNull("finish_reason").set("delta", delta));
      }
      events.add(JsonBuffers.event(chunk));
    }
    if (finish(filled) != null) {
      ObjectNode last = completion.envelope("chat.completion.chunk");
      ObjectNode choice = choice(filled).put("finish_reason", finish(filled));
      choice.putObject("delta");
      last.putArray("choices").add(choice);
      events.add(JsonBuffers.event(last));
    }
    events.add(Buffer.buffer("data: [DONE]\n\n"));
    return SimulatedResponse.events(events.iterator());
  }

  private static ObjectNode choice(JsonNode filled) {
    ObjectNode choice = JsonBuffers.node().put("index", 0);
    filled.path("choice").properties().forEach(it -> choice.set(it.getKey(), it.getValue()));
    return choice;
  }

  private static @Nullable String finish(JsonNode filled) {
    return filled.path("finish").asText(null);
  }

  /** Adds a delta to a message: texts are continued, calls are told apart by their index. */
  private static void merge(ObjectNode message, ObjectNode delta) {
    for (Map.Entry<String, JsonNode> member : delta.properties()) {
      JsonNode earlier = message.path(member.getKey());
      JsonNode more = member.getValue();
      if (member.getKey().equals("tool_calls")) {
        more.forEach(call -> mergeCall(message.withArray("tool_calls"), call.deepCopy()));
      } else if (earlier instanceof ObjectNode node && more instanceof ObjectNode fields) {
        merge(node, fields);
      } else if (earlier.isTextual() && more.isTextual()) {
        message.put(member.getKey(), earlier.asText() + more.asText());
      } else if (!member.getKey().equals("chunk")) {
        message.set(member.getKey(), more.deepCopy());
      }
    }
  }

  private static void mergeCall(ArrayNode calls, ObjectNode call) {
    int index = call.path("index").asInt(calls.size());
    call.remove("index");
    if (index < calls.size()) {
      merge((ObjectNode) calls.get(index), call);
    } else {
      calls.add(call);
    }
  }
}
