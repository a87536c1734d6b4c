package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of answers that break off, also where remembering takes its time, or fails. */
@VertxTest
class BrokenOffReplyTest {
  private static final ToolCall CALL = new ToolCall("c", "clock", "{}");
  private static final Tool CLOCK =
      new Tool("clock", "", Map.of()).withFunction(call -> Single.just("noon"));
  private static final ChatOptions ASKING = OPTIONS.withTools(CLOCK);

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  /** The same, with what a tool answered being added like this. */
  private record InterceptedHistoryStore(HistoryStore history, UnaryOperator<Completable> adding)
      implements HistoryStore {
    @Override
    public Completable append(String conversation, HistoryEntry entry) {
      Completable added = history.append(conversation, entry);
      return entry.message().role() == Role.TOOL ? adding.apply(added) : added;
    }

    @Override
    public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
      return history.recentEntries(conversation, limit);
    }

    @Override
    public Single<List<HistoryEntry>> edit(
        String conversation, UnaryOperator<List<HistoryEntry>> change) {
      return history.edit(conversation, change);
    }
  }

  @Test
  void wordsOfAnAnswerThatIsBeingDeliveredAreNotKeptAgain() {
    fixture.answering(
        Flowable.just(new TextDelta("A B"), ChatResponse.of("A B").withTurns("A", "B")));
    fixture.send("one", OPTIONS.withAutoTurn());
    fixture.send("two", OPTIONS);
    assertThat(fixture.said())
        .containsExactly("user: one", "assistant: A", "user: two", "assistant: ok");
  }

  @Test
  void aHistoryThatFailsLeavesNoCallOpen() {
    Completable failure = Completable.error(new IllegalStateException("full"));
    fixture.history = new InterceptedHistoryStore(HistoryStore.inMemory(), added -> failure);
    fixture.answering(ChatResponse.of("").withToolCalls(CALL));
    assertThat(EventTrace.of(fixture.send("hi", ASKING).assertComplete().values()))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tool start c clock{}",
            "tool failed c internal in 0",
            "failed internal",
            "end FAILED messages 0 images 0");
  }

  @Test
  void anAnswerThatIsBeingRememberedIsNotCutShort() {
    fixture.history =
        new InterceptedHistoryStore(
            HistoryStore.inMemory(), added -> added.delay(5, TimeUnit.SECONDS, fixture.clock));
    fixture.answering(ChatResponse.of("").withToolCalls(CALL)).answering(Flowable.never());
    TestSubscriber<ChatEvent> first = fixture.send("one", ASKING);
    TestSubscriber<ChatEvent> second = fixture.send("two", ASKING);
    fixture.after(Duration.ofSeconds(5));
    assertThat(EventTrace.of(first.assertComplete().values()))
        .containsExactly(
            "received 'one'",
            "start REGULAR ''",
            "tool start c clock{}",
            "tool complete c clock in 0",
            "cancelled 1 newMessage",
            "end INTERRUPTED messages 0 images 0");
    second.assertComplete();
    assertThat(fixture.said())
        .containsExactly("user: one", "assistant: ", "tool: noon", "user: two", "assistant: ok");
  }
}
