package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.provider.inline.JsonImageScanner;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Timeouts;
import dev.animus4j.http.WellFormedText;
import dev.animus4j.http.sse.EventBatch;
import dev.animus4j.http.sse.ServerSentEventView;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Chunks of a streamed chat completion. */
final class CompletionStreamReader {
  private static final String DONE = "[DONE]";
  private static final ChatUpdate KEEP_ALIVE = new ChatUpdate.KeepAlive();
  private static final ChatUpdate NOTHING = new ChatUpdate.TextDelta("");

  private final StreamedResponse response;
  private final CompletionAssembler reader;
  private final ChainedChunkParser parser;
  private String held = "";
  private boolean done;
  private @Nullable Throwable failure;

  CompletionStreamReader(StreamedResponse response, CompletionAssembler reader) {
    this.response = response;
    this.reader = reader;
    this.parser = new ChainedChunkParser(reader.extra()::isSettled);
  }

  /**
   * The deltas, one for all chunks that arrive together, or a sign of life, and last the response.
   * Chunks before a failure are emitted before it; those after the end mark are not read.
   */
  Flowable<ChatUpdate> updates() {
    return response
        .events(this::read)
        .takeUntil(update -> done || failure != null)
        .filter(update -> update != NOTHING)
        .doOnTerminate(parser::close)
        .concatWith(Flowable.defer(this::end));
  }

  private Flowable<ChatUpdate> end() {
    Flowable<ChatUpdate> end =
        failure == null ? Flowable.defer(reader::finish) : Flowable.error(failure);
    return held.isEmpty()
        ? end
        : end.startWithItem(new ChatUpdate.TextDelta(WellFormedText.of(held)));
  }

  private ChatUpdate read(EventBatch chunks) {
    StringBuilder text = new StringBuilder(held);
    held = "";
    try {
      Iterator<ServerSentEventView> events = chunks.iterator();
      while (!done && events.hasNext()) {
        text.append(read(events.next()));
      }
    } catch (Throwable thrown) {
      failure = FaultIsolation.failure(thrown);
    }
    if (reader.isFinished()) {
      response.limitGap(Timeouts.MAX_GAP_AT_END);
    }
    return update(text, done || failure != null || chunks.last());
  }

  /** Reasoning is emitted before the words beside it, and a character only when it is whole. */
  private ChatUpdate update(StringBuilder text, boolean last) {
    String reasoning = reader.takeReasoning();
    int end = reasoning.isEmpty() ? wholeLength(text) : 0;
    held = text.substring(end);
    if (!reasoning.isEmpty()) {
      return new ChatUpdate.ReasoningDelta(reasoning);
    } else if (end == 0) {
      return last ? NOTHING : KEEP_ALIVE;
    }
    return new ChatUpdate.TextDelta(text.substring(0, end));
  }

  private static int wholeLength(StringBuilder text) {
    int length = text.length();
    boolean splits = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return splits ? length - 1 : length;
  }

  private String read(ServerSentEventView event) {
    done = isLast(event);
    if (done) {
      reader.markEnd();
      return "";
    }
    boolean isContinuation =
        reader.hasStarted() && isUnnamed(event) && !JsonImageScanner.mayHaveImage(event);
    String text =
        isContinuation ? parser.parse(event.array(), event.offset(), event.length()) : null;
    return text == null ? parse(event) : reader.addText(text);
  }

  /** The first chunk is read as a tree, since it also has the fields that are the same in all. */
  private String parse(ServerSentEventView event) {
    if (event.type().equals("error")) {
      reader.failures().markReported();
    }
    JsonNode json = reader.parse(event);
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
