package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code POST /v1beta/models/{model}:generateContent} and its streaming twin, in words or
 * with a picture, and checks the thought signatures that it gets back.
 */
final class GeminiContents {
  private static final Pattern PATH =
      Pattern.compile("/v1beta/(?:models|tunedModels)/([^/:]+):(g|streamG)enerateContent");

  private final Simulation simulation;
  private final GeminiWords words;
  private final GeminiPictures pictures;
  private final Signatures signatures = new Signatures();
  private final AtomicLong count = new AtomicLong();

  GeminiContents(Simulation simulation, Gallery gallery) {
    this.simulation = simulation;
    this.words = new GeminiWords(signatures);
    this.pictures = new GeminiPictures(gallery, signatures);
  }

  Future<Answer> answer(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      throw new Refusal(404, "Requested entity was not found.", null, null);
    }
    check(Optional.ofNullable(call.header("x-goog-api-key")).orElse(call.parameter("key")));
    GeminiQuestion question = GeminiQuestion.asked(call.json());
    signatures.check(question.contents());
    String id = "sim-" + count.incrementAndGet();
    boolean streamed = path.group(2).startsWith("s");
    Future<List<ObjectNode>> parts = parts(question, id, streamed);
    GeminiAnswer answer = new GeminiAnswer(path.group(1), id, question);
    boolean events = "sse".equals(call.parameter("alt"));
    return parts.map(made -> streamed ? streamed(answer, made, events) : whole(answer, made));
  }

  private Future<List<ObjectNode>> parts(GeminiQuestion question, String id, boolean inPieces) {
    if (!Rules.violations(question.inOurWords()).isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return question.wantsPicture()
        ? pictures.parts(question, id)
        : Future.succeededFuture(words.parts(question, id, inPieces));
  }

  private static Answer whole(GeminiAnswer answer, List<ObjectNode> parts) {
    return Answer.json(parts.isEmpty() ? answer.blocked() : answer.with(parts, true));
  }

  /** One part to an event; without {@code alt=sse} it is a list of the same. */
  private static Answer streamed(GeminiAnswer answer, List<ObjectNode> parts, boolean events) {
    List<ObjectNode> steps = new ArrayList<>();
    for (int index = 0; index < parts.size(); index++) {
      steps.add(answer.with(List.of(parts.get(index)), index == parts.size() - 1));
    }
    if (parts.isEmpty()) {
      steps.add(answer.blocked());
    }
    if (events) {
      return Answer.events(steps.stream().map(GeminiContents::event).iterator());
    }
    ArrayNode list = Json.node().arrayNode();
    steps.forEach(list::add);
    return Answer.json(list);
  }

  /** Google ends its lines with CR LF. */
  private static Buffer event(JsonNode data) {
    return Buffer.buffer("data: ").appendBuffer(Json.write(data)).appendString("\r\n\r\n");
  }

  private void check(@Nullable String key) {
    if (key == null || key.isBlank()) {
      String message = "Method doesn't allow unregistered callers (callers without API Key).";
      throw new Refusal(403, message, null, null);
    }
    Settings settings = simulation.settings();
    if (!settings.bearers().isEmpty() && !settings.bearers().contains(key)) {
      String message = "API key not valid. Please pass a valid API key.";
      throw new Refusal(400, message, null, "API_KEY_INVALID");
    }
  }
}
