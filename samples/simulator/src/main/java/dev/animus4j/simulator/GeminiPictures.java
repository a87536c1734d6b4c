package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers with a picture, after thinking about it: a thought in words, a draft that is a thought
 * too, words if they are wanted, and the picture. It knows its own pictures by their signatures,
 * and changes the last one that comes back.
 */
final class GeminiPictures {
  private final Gallery gallery;
  private final Signatures signatures;

  GeminiPictures(Gallery gallery, Signatures signatures) {
    this.gallery = gallery;
    this.signatures = signatures;
  }

  Future<List<ObjectNode>> parts(GeminiQuestion question, String id) {
    String prompt = question.prompt();
    Motif plain =
        earlier(question).map(picture -> picture.changed(prompt)).orElseGet(() -> Motif.of(prompt));
    Motif motif = question.sized(plain).orElse(plain);
    Future<Buffer> draft = gallery.draft(motif, 8);
    Future<Buffer> picture = gallery.png(motif);
    return Future.all(draft, picture)
        .map(drawn -> parts(question, id, List.of(draft.result(), picture.result()), motif));
  }

  private List<ObjectNode> parts(
      GeminiQuestion question, String id, List<Buffer> drawn, Motif motif) {
    List<ObjectNode> parts = new ArrayList<>();
    parts.add(Json.node().put("thought", true).put("text", "Simulated planning of the picture."));
    parts.add(png(drawn.get(0)).put("thought", true));
    int signed = question.wantsText() ? 2 : 1;
    if (question.wantsText()) {
      ObjectNode words = Json.node().put("text", "Here is your simulated picture.");
      parts.add(signatures.sign(words, new Signatures.Place(id, 0, signed), ""));
    }
    Signatures.Place last = new Signatures.Place(id, signed - 1, signed);
    parts.add(signatures.sign(png(drawn.get(1)), last, motif.name()));
    return parts;
  }

  /** The last picture of ours in the conversation. */
  private Optional<Motif> earlier(GeminiQuestion question) {
    return question.contents().stream()
        .flatMap(content -> GeminiQuestion.list(content.path("parts")))
        .flatMap(part -> motif(part).stream())
        .reduce((earlier, later) -> later);
  }

  private Optional<Motif> motif(JsonNode part) {
    return Stream.of(part.path("thoughtSignature").asText())
        .flatMap(signature -> signatures.note(signature).stream())
        .flatMap(name -> Motif.at(name).stream())
        .findFirst();
  }

  private static ObjectNode png(Buffer bytes) {
    ObjectNode part = Json.node();
    part.putObject("inlineData")
        .put("mimeType", "image/png")
        .put("data", Base64.getEncoder().encodeToString(bytes.getBytes()));
    return part;
  }
}
