package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Response parts with text or tool calls, by the rules of the other dialects. */
final class GeminiTextParts {
  private final ReplyRules replyRules = new ReplyRules();
  private final ThoughtSignatures thoughtSignatures;

  GeminiTextParts(ThoughtSignatures thoughtSignatures) {
    this.thoughtSignatures = thoughtSignatures;
  }

  /**
   * Thoughts if requested, text, then calls. The first call is signed; text is signed at its end,
   * which in a stream is a separate part without text.
   */
  GeminiParts parts(GeminiRequest request, String id, boolean inPieces) {
    SimulatedReply reply = replyRules.reply(request.toChatRequest());
    List<ObjectNode> parts = new ArrayList<>();
    if (request.wantsThoughts()) {
      String thought =
          "Simulated reasoning: of " + request.contents().size() + " turns I look at the last.";
      parts.add(JsonBuffers.node().put("thought", true).put("text", thought));
    }
    String text = String.join(" ", reply.turns());
    boolean calls = !reply.toolCalls().isEmpty();
    if (inPieces) {
      CompletionEvents.splitWords(text)
          .forEach(word -> parts.add(JsonBuffers.node().put("text", word)));
    } else if (!text.isEmpty()) {
      parts.add(JsonBuffers.node().put("text", text));
    }
    if (!calls) {
      parts.add(thoughtSignatures.sign(JsonBuffers.node().put("text", ""), onlyPosition(id), ""));
    }
    for (int index = 0; index < reply.toolCalls().size(); index++) {
      parts.add(call(reply.toolCalls().get(index), id, index));
    }
    return new GeminiParts(parts, reply.finish().equals("length") ? "MAX_TOKENS" : "STOP");
  }

  private ObjectNode call(SimulatedReply.ToolCall tool, String id, int index) {
    ObjectNode part = JsonBuffers.node();
    ObjectNode call = part.putObject("functionCall").put("name", tool.name());
    call.set("args", JsonBuffers.object(Buffer.buffer(tool.arguments())));
    call.put("id", id + "-" + index);
    return index == 0 ? thoughtSignatures.sign(part, onlyPosition(id), "") : part;
  }

  private static ThoughtSignatures.Position onlyPosition(String id) {
    return new ThoughtSignatures.Position(id, 0, 1);
  }
}
