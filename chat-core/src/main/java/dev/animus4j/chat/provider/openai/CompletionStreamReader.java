package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.http.sse.ServerSentEventView;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Chunks of a streamed chat completion. */
final class CompletionStreamReader {
  private static final String DONE = "[DONE]";
  private static final ChatUpdate EMPTY = new ChatUpdate.TextDelta("");

  private final StreamedResponse response;
  private final CompletionAssembler reader;
  private final ChainedChunkParser parser;
  private boolean done;
  private @Nullable Throwable failure;

  CompletionStreamReader(StreamedResponse response, CompletionAssembler reader) {
    this.response = response;
    this.reader = reader;
    this.parser = new ChainedChunkParser(reader.extra()::isSettled);
  }

  /**
   * The text deltas, one for all chunks that arrive together. Chunks before a failure are emitted
   * before it; those after the end mark are not read.
   */
  Flowable<ChatUpdate> textDeltas() {
    return response
        .events(this::read)
        .takeUntil(update -> done || failure != null)
        .filter(update -> update != EMPTY)
        .concatWith(Completable.defer(this::end))
        .doOnTerminate(parser::close);
  }

  private Completable end() {
    return failure == null ? Completable.complete() : Completable.error(failure);
  }

  private ChatUpdate read(Iterable<ServerSentEventView> chunks) {
    StringBuilder text = new StringBuilder();
    try {
      Iterator<ServerSentEventView> events = chunks.iterator();
      while (!done && events.hasNext()) {
        text.append(read(events.next()));
      }
    } catch (Throwable thrown) {
      failure = FaultIsolation.failure(thrown);
    }
    return text.isEmpty() ? EMPTY : new ChatUpdate.TextDelta(text.toString());
  }

  private String read(ServerSentEventView event) {
    done = isLast(event);
    if (done) {
      reader.markEnd();
    }
    return done || event.length() == 0 ? "" : parse(event);
  }

  /** The first chunk is read as a tree, since it also has the fields that are the same in all. */
  private String parse(ServerSentEventView event) {
    boolean isContinuation = reader.hasStarted() && !event.type().equals("error");
    String text =
        isContinuation ? parser.parse(event.array(), event.offset(), event.length()) : null;
    return text == null ? reader.add(json(event.copy())) : reader.addText(text);
  }

  private JsonNode json(ServerSentEvent event) {
    JsonNode json = response.read(event, JsonNode.class);
    if (event.type().equals("error")) {
      throw response.failure(json);
    }
    return json;
  }

  private static boolean isLast(ServerSentEventView event) {
    return event.length() < 2 * DONE.length() && event.text().strip().equals(DONE);
  }
}
