package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.failure.ConcatMapErrorsInOrder;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Timeouts;
import dev.animus4j.http.sse.EventBatch;
import dev.animus4j.http.sse.ServerSentEventView;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of a streamed response. Servers that do not support {@code alt=sse} respond with a JSON
 * array of them, others that do not stream with one object.
 */
final class GeminiStreamReader {
  private static final Flowable<ChatUpdate> KEEP_ALIVE = Flowable.just(new ChatUpdate.KeepAlive());

  private final StreamedResponse response;
  private final GeminiResponseReader reader;
  private boolean errorReported;
  private @Nullable Throwable failure;

  GeminiStreamReader(StreamedResponse response, GeminiResponseReader reader) {
    this.response = response;
    this.reader = reader;
  }

  /**
   * The deltas, or signs of life, and last the response. One that the provider has finished, by its
   * own word, is complete whatever the connection does then.
   */
  Flowable<ChatUpdate> updates() {
    return ConcatMapErrorsInOrder.concatMap(
            response.events(this::read).takeUntil(updates -> failure != null), updates -> updates)
        .concatWith(Flowable.defer(this::rest))
        .concatWith(Flowable.defer(this::end))
        .onErrorResumeNext(this::resume)
        .concatWith(Flowable.defer(reader::finish));
  }

  private Flowable<ChatUpdate> rest() {
    return Flowable.fromIterable(reader.takeRest());
  }

  private Flowable<ChatUpdate> resume(Throwable cause) {
    return reader.isFinished() && !errorReported
        ? rest()
        : rest().concatWith(Flowable.error(cause));
  }

  private Flowable<ChatUpdate> end() {
    return failure == null ? Flowable.empty() : Flowable.error(failure);
  }

  private Flowable<ChatUpdate> read(EventBatch events) {
    try {
      for (ServerSentEventView event : events) {
        read(event);
      }
    } catch (Throwable thrown) {
      failure = FaultIsolation.failure(thrown);
    }
    if (reader.isFinished()) {
      response.limitGap(Timeouts.MAX_GAP_AT_END);
    }
    List<ChatUpdate> deltas = reader.takeDeltas();
    return deltas.isEmpty() && !events.last() ? KEEP_ALIVE : Flowable.fromIterable(deltas);
  }

  private void read(ServerSentEventView event) {
    errorReported = errorReported || event.type().equals("error");
    JsonNode json = reader.parse(response, event);
    if (json == null) {
      return;
    }
    for (JsonNode each : json.isArray() ? json : List.of(json)) {
      errorReported = errorReported || each.has("error");
      reader.add(GenerateContentResponse.parse(each, response));
    }
    if (event.isBareJson() && json.isObject()) {
      reader.markWhole();
    }
  }
}
