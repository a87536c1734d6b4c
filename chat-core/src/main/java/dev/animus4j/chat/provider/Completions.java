package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import io.reactivex.rxjava3.core.Flowable;

/** {@code POST /chat/completions} and the like, streaming or not, in the dialect of OpenAI. */
final class Completions {
  private final Http http;
  private final HttpCall whole;
  private final HttpCall streaming;
  private final boolean endsFreely;
  private final boolean thinksFirst;

  /**
   * @param call what is sent, but for the question
   * @param endsFreely see {@link ReplyReader}
   */
  Completions(Http http, HttpCall call, boolean endsFreely) {
    this(http, call, endsFreely, false);
  }

  private Completions(Http http, HttpCall call, boolean endsFreely, boolean thinksFirst) {
    this.http = http;
    this.whole = call;
    this.streaming = call.streaming();
    this.endsFreely = endsFreely;
    this.thinksFirst = thinksFirst;
  }

  /** The same, of answers that begin with thoughts, though no tag says so. */
  Completions thinkingFirst() {
    return new Completions(http, whole, endsFreely, true);
  }

  Flowable<ChatPart> ask(Question question) {
    HttpCall call = question.isStreaming() ? streaming : whole;
    return http.send(call.sending(question), this::read);
  }

  /** Servers that fail early, or cannot stream, answer a request for a stream with plain JSON. */
  private Flowable<ChatPart> read(Answer answer) {
    ReplyReader reader = new ReplyReader(answer, endsFreely, thinksFirst);
    return answer.isEventStream() ? streamed(answer, reader) : whole(answer, reader);
  }

  private static Flowable<ChatPart> whole(Answer answer, ReplyReader reader) {
    return answer.<ChatPart>json(reader::whole).toFlowable();
  }

  private static Flowable<ChatPart> streamed(Answer answer, ReplyReader reader) {
    Chunks chunks = new Chunks(answer, reader);
    return chunks.words().concatWith(Flowable.defer(reader::end)).onErrorResumeNext(reader::fail);
  }
}
