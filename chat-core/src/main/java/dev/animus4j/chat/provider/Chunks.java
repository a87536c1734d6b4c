package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.failure.Isolation;
import dev.animus4j.http.Answer;
import dev.animus4j.http.PassingEvent;
import dev.animus4j.http.ServerSentEvent;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The chunks of a streamed answer. */
final class Chunks {
  private static final String DONE = "[DONE]";
  private static final ChatPart NOTHING = new ChatPart.Words("");

  private final Answer answer;
  private final ReplyReader reader;
  private final PlainChunk plain = new PlainChunk();
  private boolean over;
  private @Nullable Throwable failure;

  Chunks(Answer answer, ReplyReader reader) {
    this.answer = answer;
    this.reader = reader;
  }

  /**
   * What arrives together is told together. What comes after the end mark is not read, so that
   * nothing of it can do harm; what comes before a failure is told.
   */
  Flowable<ChatPart> words() {
    return answer
        .events(this::words)
        .takeUntil(said -> over || failure != null)
        .filter(said -> said != NOTHING)
        .concatWith(Completable.defer(this::end))
        .doOnTerminate(plain::close);
  }

  private Completable end() {
    return failure == null ? Completable.complete() : Completable.error(failure);
  }

  private ChatPart words(Iterable<PassingEvent> arrived) {
    StringBuilder words = new StringBuilder();
    try {
      Iterator<PassingEvent> events = arrived.iterator();
      while (!over && events.hasNext()) {
        words.append(words(events.next()));
      }
    } catch (Throwable broken) {
      failure = Isolation.failure(broken);
    }
    return words.isEmpty() ? NOTHING : new ChatPart.Words(words.toString());
  }

  private String words(PassingEvent event) {
    over = isLast(event);
    if (over) {
      reader.endMark();
    }
    return over || event.length() == 0 ? "" : said(event);
  }

  /** The first one is read whole, since it says also what is the same in all. */
  private String said(PassingEvent event) {
    boolean mayBePlain = reader.hasBegun() && !event.type().equals("error");
    String words = mayBePlain ? plain.words(event.array(), event.offset(), event.length()) : null;
    return words == null ? reader.add(json(event.kept())) : reader.plain(words);
  }

  private JsonNode json(ServerSentEvent event) {
    JsonNode json = answer.read(event, JsonNode.class);
    if (event.type().equals("error")) {
      throw answer.failure(json);
    }
    return json;
  }

  private static boolean isLast(PassingEvent event) {
    return event.length() < 2 * DONE.length() && event.text().strip().equals(DONE);
  }
}
