package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.ServerSentEvent;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/** {@code POST /chat/completions}, streaming or not, in the dialect of OpenAI. */
final class Completions {
  private final Http http;
  private final Endpoint endpoint;
  private final boolean endsFreely;

  /**
   * @param endsFreely whether a stream may end without a finish reason
   */
  Completions(Http http, Endpoint endpoint, boolean endsFreely) {
    this.http = http;
    this.endpoint = endpoint;
    this.endsFreely = endsFreely;
  }

  Flowable<ChatPart> ask(Question question) {
    HttpCall call = endpoint.post("/chat/completions", question);
    return http.send(question.stream() ? call.streaming() : call, this::read);
  }

  /** Servers that fail early, or cannot stream, answer a request for a stream with plain JSON. */
  private Flowable<ChatPart> read(Answer answer) {
    ReplyReader reader = new ReplyReader(answer, endsFreely);
    return answer.isEventStream() ? streamed(answer, reader) : whole(answer, reader);
  }

  private Flowable<ChatPart> whole(Answer answer, ReplyReader reader) {
    return answer.json(Completion.class).<ChatPart>map(reader::whole).toFlowable();
  }

  private Flowable<ChatPart> streamed(Answer answer, ReplyReader reader) {
    return answer
        .events()
        .takeUntil((ServerSentEvent event) -> event.is("[DONE]"))
        .filter(event -> !event.is("[DONE]"))
        .concatMap(event -> reader.chunk(chunk(answer, event)))
        .concatWith(Single.<ChatPart>fromCallable(reader::end));
  }

  private static Completion chunk(Answer answer, ServerSentEvent event) {
    if (event.type().equals("error")) {
      throw answer.failure(answer.read(event, JsonNode.class));
    }
    return answer.read(event, Completion.class);
  }
}
