package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Answers in words, or with calls of tools, by the rules of the other dialects. */
final class GeminiWords {
  private final Rules rules = new Rules();
  private final Signatures signatures;

  GeminiWords(Signatures signatures) {
    this.signatures = signatures;
  }

  /**
   * Thoughts if wanted, words, then calls. The first call is signed; words are signed at their end,
   * which in a stream is a part of its own without words.
   */
  List<ObjectNode> parts(GeminiQuestion question, String id, boolean inPieces) {
    Reply reply = rules.reply(question.inOurWords());
    List<ObjectNode> parts = new ArrayList<>();
    if (question.wantsThoughts()) {
      String thought =
          "Simulated reasoning: of " + question.contents().size() + " turns I look at the last.";
      parts.add(Json.node().put("thought", true).put("text", thought));
    }
    String text = String.join(" ", reply.turns());
    boolean calls = !reply.toolCalls().isEmpty();
    if (inPieces) {
      CompletionEvents.words(text).forEach(word -> parts.add(Json.node().put("text", word)));
    } else if (!text.isEmpty()) {
      parts.add(Json.node().put("text", text));
    }
    if (!calls) {
      parts.add(signatures.sign(Json.node().put("text", ""), alone(id), ""));
    }
    for (int index = 0; index < reply.toolCalls().size(); index++) {
      parts.add(call(reply.toolCalls().get(index), id, index));
    }
    return parts;
  }

  private ObjectNode call(Reply.ToolCall tool, String id, int index) {
    ObjectNode part = Json.node();
    ObjectNode call = part.putObject("functionCall").put("name", tool.name());
    call.set("args", Json.object(Buffer.buffer(tool.arguments())));
    call.put("id", id + "-" + index);
    return index == 0 ? signatures.sign(part, alone(id), "") : part;
  }

  private static Signatures.Place alone(String id) {
    return new Signatures.Place(id, 0, 1);
  }
}
