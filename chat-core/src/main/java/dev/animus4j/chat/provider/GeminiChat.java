package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Ordered;
import dev.animus4j.gemini.Ask;
import dev.animus4j.gemini.GenerateContent;
import dev.animus4j.gemini.Generated;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.ServerSentEvents;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImageStore;
import dev.animus4j.image.provider.GeminiIllustrations;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chat at Gemini. System messages become the instruction, what the model thought becomes the
 * reasoning, and reasons to finish are told as the dialect of OpenAI has them ({@code stop}, {@code
 * length}, {@code tool_calls}), others in lower case.
 *
 * <p>The id of a tool call is longer than elsewhere: it carries the signature that Gemini wants to
 * see again with the call. Signatures of words are not kept; Gemini can do without.
 *
 * <p>A model that draws may put pictures between its words, if it is given a {@link #drawingInto
 * store}: they are the reply's {@code pictures}, come after its words, and a conversation remembers
 * them as it remembers promised ones. Without a store, pictures are passed over.
 */
public final class GeminiChat implements StreamingChatModel {
  private static final int LARGEST_EVENT = 32 * 1024 * 1024;

  private final GenerateContent gemini;
  private final Map<String, String> safety;
  private final boolean grounded;
  private final @Nullable GeminiIllustrations pictures;

  /** Chat at this endpoint; its credentials give the API key, and its failures should be ours. */
  public GeminiChat(Http http, Endpoint endpoint) {
    this(new GenerateContent(http, endpoint), Map.of(), false, null);
  }

  private GeminiChat(
      GenerateContent gemini,
      Map<String, String> safety,
      boolean grounded,
      @Nullable GeminiIllustrations pictures) {
    this.gemini = gemini;
    this.safety = Map.copyOf(safety);
    this.grounded = grounded;
    this.pictures = pictures;
  }

  /** Where Google answers, with the limits for text. */
  public static Endpoint endpoint(Credentials key) {
    return GenerateContent.endpoint(key, Timeouts.text());
  }

  /**
   * The same, refusing content of these categories from these thresholds on, both by their wire
   * names: {@code HARASSMENT} from {@code BLOCK_ONLY_HIGH} on.
   */
  public GeminiChat withSafety(Map<String, String> thresholds) {
    return new GeminiChat(gemini, thresholds, grounded, pictures);
  }

  /** The same, looking things up with Google Search. */
  public GeminiChat grounded() {
    return new GeminiChat(gemini, safety, true, pictures);
  }

  /**
   * The same, asking for pictures between the words and keeping them in this store. Answers come in
   * one piece, also when a stream is asked for: pictures do not come bit by bit anyway, and nothing
   * shall be kept of an answer that fails at its end.
   */
  public GeminiChat drawingInto(ImageStore store) {
    return new GeminiChat(gemini, safety, grounded, new GeminiIllustrations(store));
  }

  @Override
  public Flowable<ChatPart> stream(ChatRequest request) {
    return Flowable.defer(() -> ask(model(request), request));
  }

  private Flowable<ChatPart> ask(String model, ChatRequest request) {
    GeminiAsk asked = new GeminiAsk(request, safety, grounded, pictures != null);
    Ask body = asked.body(gemini.origin());
    if (pictures != null) {
      return illustrated(model, body, asked.prompt(), pictures);
    }
    return request.streams()
        ? gemini.streamed(model, body, GeminiChat::streamed)
        : gemini.whole(model, body, GeminiChat::whole);
  }

  private Flowable<ChatPart> illustrated(
      String model, Ask body, String prompt, GeminiIllustrations into) {
    long start = System.nanoTime();
    return gemini.whole(
        model,
        body,
        answer -> {
          GeminiReply reply = new GeminiReply(answer.origin());
          return into.read(answer, model, prompt, start)
              .<ChatPart>map(found -> reply.whole(found.answer()).drawing(found.pictures()))
              .toFlowable();
        });
  }

  private String model(ChatRequest request) {
    String model = request.model();
    if (model == null || model.isBlank()) {
      throw new AnimusException.InvalidRequest(gemini.origin(), "no model is named");
    }
    return model;
  }

  private static Flowable<ChatPart> whole(Answer answer) {
    return answer
        .json(JsonNode.class)
        .map(json -> Generated.of(json, answer))
        .<ChatPart>map(new GeminiReply(answer.origin())::whole)
        .toFlowable();
  }

  /** Whoever does not know {@code alt=sse} answers with a list of what the events would be. */
  private static Flowable<ChatPart> streamed(Answer answer) {
    GeminiReply reply = new GeminiReply(answer.origin());
    StrayError stray = new StrayError();
    Flowable<JsonNode> events =
        answer.isEventStream()
            ? events(answer, stray)
            : answer.json(JsonNode.class).flattenAsFlowable(GeminiChat::listed);
    return Ordered.concatMap(events, event -> reply.take(Generated.of(event, answer)))
        .concatWith(Single.<ChatPart>fromCallable(() -> end(reply, stray, answer)));
  }

  private static Flowable<JsonNode> events(Answer answer, StrayError stray) {
    return ServerSentEvents.in(answer.bytes().doOnNext(stray::look), answer.origin(), LARGEST_EVENT)
        .map(event -> answer.read(event, JsonNode.class));
  }

  private static Iterable<JsonNode> listed(JsonNode json) {
    return json.isArray() ? json : List.of(json);
  }

  private static ChatPart end(GeminiReply reply, StrayError stray, Answer answer) {
    JsonNode error = reply.isOver() ? null : stray.found(answer.origin());
    if (error != null) {
      var unused = Generated.of(error, answer);
    }
    return reply.end();
  }
}
