package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatPart.Words;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept of answers that break off, also where remembering takes its time, or fails. */
@ExtendWith(TestVertx.class)
class HearingTest {
  private static final ToolCall CALL = new ToolCall("c", "clock", "{}");
  private static final Tool CLOCK =
      new Tool("clock", "", Map.of()).doing(call -> Single.just("noon"));
  private static final ChatOptions ASKING = OPTIONS.tools(CLOCK);

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  /** The same, with what a tool answered being added like this. */
  private record Remembering(History history, UnaryOperator<Completable> adding)
      implements History {
    @Override
    public Completable append(String conversation, Entry entry) {
      Completable added = history.append(conversation, entry);
      return entry.message().role() == Role.TOOL ? adding.apply(added) : added;
    }

    @Override
    public Single<List<Entry>> recent(String conversation, int limit) {
      return history.recent(conversation, limit);
    }

    @Override
    public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
      return history.edit(conversation, change);
    }
  }

  @Test
  void wordsOfAnAnswerThatIsBeingDeliveredAreNotKeptAgain() {
    world.answering(Flowable.just(new Words("A B"), ChatReply.of("A B").turns("A", "B")));
    world.send("one", OPTIONS.inTurns());
    world.send("two", OPTIONS);
    assertThat(world.said())
        .containsExactly("user: one", "assistant: A", "user: two", "assistant: ok");
  }

  @Test
  void aHistoryThatFailsLeavesNoCallOpen() {
    Completable failure = Completable.error(new IllegalStateException("full"));
    world.history = new Remembering(History.inMemory(), added -> failure);
    world.answering(ChatReply.of("").calling(CALL));
    assertThat(Trace.of(world.send("hi", ASKING).assertComplete().values()))
        .containsExactly(
            "start REGULAR 'hi'",
            "tool start c clock{}",
            "tool failed c internal in 0",
            "failed internal",
            "end FAILED messages 0 images 0");
  }

  @Test
  void anAnswerThatIsBeingRememberedIsNotCutShort() {
    world.history =
        new Remembering(History.inMemory(), added -> added.delay(5, TimeUnit.SECONDS, world.clock));
    world.answering(ChatReply.of("").calling(CALL)).answering(Flowable.never());
    TestSubscriber<ChatEvent> first = world.send("one", ASKING);
    TestSubscriber<ChatEvent> second = world.send("two", ASKING);
    world.after(Duration.ofSeconds(5));
    assertThat(Trace.of(first.assertComplete().values()))
        .containsExactly(
            "start REGULAR 'one'",
            "tool start c clock{}",
            "tool complete c clock in 0",
            "cancelled 1 newMessage",
            "end INTERRUPTED messages 0 images 0");
    second.assertComplete();
    assertThat(world.said())
        .containsExactly("user: one", "assistant: ", "tool: noon", "user: two", "assistant: ok");
  }
}
