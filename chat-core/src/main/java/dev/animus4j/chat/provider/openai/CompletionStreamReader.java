package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.failure.ConcatMapErrorsInOrder;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.sse.EventBatch;
import dev.animus4j.http.sse.ServerSentEventView;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Chunks of a streamed chat completion. */
final class CompletionStreamReader {
  private static final String DONE = "[DONE]";
  private static final Flowable<ChatUpdate> KEEP_ALIVE = Flowable.just(new ChatUpdate.KeepAlive());

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
   * The deltas, one for all chunks that arrive together, or a sign of life. Chunks before a failure
   * are emitted before it; those after the end mark are not read.
   */
  Flowable<ChatUpdate> updates() {
    return ConcatMapErrorsInOrder.concatMap(
            response.events(this::read).takeUntil(updates -> done || failure != null),
            updates -> updates)
        .concatWith(Flowable.defer(this::end))
        .doOnTerminate(parser::close);
  }

  private Flowable<ChatUpdate> end() {
    return failure == null ? Flowable.empty() : Flowable.error(failure);
  }

  private Flowable<ChatUpdate> read(EventBatch chunks) {
    StringBuilder text = new StringBuilder();
    try {
      Iterator<ServerSentEventView> events = chunks.iterator();
      while (!done && events.hasNext()) {
        text.append(read(events.next()));
      }
    } catch (Throwable thrown) {
      failure = FaultIsolation.failure(thrown);
    }
    return updates(text.toString(), done || failure != null || chunks.last());
  }

  private Flowable<ChatUpdate> updates(String text, boolean last) {
    String reasoning = reader.reasoning().take();
    if (reasoning.isEmpty() && text.isEmpty()) {
      return last ? Flowable.empty() : KEEP_ALIVE;
    }
    ChatUpdate words = new ChatUpdate.TextDelta(text);
    if (reasoning.isEmpty()) {
      return Flowable.just(words);
    }
    ChatUpdate thoughts = new ChatUpdate.ReasoningDelta(reasoning);
    return text.isEmpty() ? Flowable.just(thoughts) : Flowable.just(thoughts, words);
  }

  private String read(ServerSentEventView event) {
    done = isLast(event);
    if (done) {
      reader.markEnd();
      return "";
    }
    boolean isContinuation = reader.hasStarted() && isUnnamed(event);
    String text =
        isContinuation ? parser.parse(event.array(), event.offset(), event.length()) : null;
    return text == null ? parse(event) : reader.addText(text);
  }

  /** The first chunk is read as a tree, since it also has the fields that are the same in all. */
  private String parse(ServerSentEventView event) {
    if (event.type().equals("error")) {
      reader.failures().markReported();
    }
    JsonNode json = response.json(event);
    if (json == null) {
      return "";
    }
    return event.isBareJson() ? reader.addBare(json) : reader.add(json);
  }

  private static boolean isUnnamed(ServerSentEventView event) {
    return event.type().equals("message") && !event.isBareJson();
  }

  private static boolean isLast(ServerSentEventView event) {
    return event.length() < 2 * DONE.length() && event.text().strip().equals(DONE);
  }
}
