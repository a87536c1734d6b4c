package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulation found, each on its own. */
@VertxTest
class SimulationRegressionTest {
  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private List<String> trace(ChatOptions options) {
    return EventTrace.of(fixture.send("hi", options).values());
  }

  private List<String> asked(int request) {
    List<Message> all = fixture.asked.get(request).messages();
    return all.subList(1, all.size()).stream()
        .map(message -> message.role().wireName() + ": " + message.content())
        .toList();
  }

  @Test
  void aModelThatFailsAfterItsReplyHasAnswered() {
    fixture.answering(
        Flowable.<ChatUpdate>just(new ChatUpdate.TextDelta("yes"), ChatResponse.of("yes"))
            .concatWith(Flowable.error(new IllegalStateException("too late"))));
    assertThat(trace(OPTIONS))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tokens 'yes'",
            "complete REGULAR 'yes' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(fixture.said()).containsExactly("user: hi", "assistant: yes");
  }

  @Test
  void aModelThatNeverEndsAfterItsReplyIsNotWaitedFor() {
    fixture.answering(
        Flowable.<ChatUpdate>just(ChatResponse.of("yes")).concatWith(Flowable.never()));
    assertThat(trace(OPTIONS)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(fixture.cancelled).containsExactly("chat");
  }

  @Test
  void aPictureIsThereAlthoughItsModelFailsOrNeverEndsAfterIt() {
    for (Flowable<ImageUpdate> end :
        List.of(
            Flowable.<ImageUpdate>never(), Flowable.<ImageUpdate>error(new Error("too late")))) {
      fixture = new ChatFixture(fixture.vertx);
      fixture.answering(ChatResponse.of("look").withImagePrompt("a cat")).drawing(ending(end));
      assertThat(trace(OPTIONS.withImages()))
          .endsWith("image complete mem:a-cat", "end COMPLETED messages 1 images 1");
    }
  }

  private static ImageModel ending(Flowable<ImageUpdate> end) {
    return new ImageModel() {
      @Override
      public Single<Image> generate(ImageRequest request) {
        return stream(request).ofType(Image.class).firstOrError();
      }

      @Override
      public Flowable<ImageUpdate> stream(ImageRequest request) {
        return Flowable.<ImageUpdate>just(ChatFixture.picture(request.prompt())).concatWith(end);
      }
    };
  }

  @Test
  void theAnsweredMessageComesLastAfterEntriesStoredMeanwhile() {
    fixture.answering(ChatResponse.of("look").withImagePrompt("a cat"));
    fixture.answering(
        Flowable.timer(1, TimeUnit.SECONDS, fixture.clock).map(t -> ChatResponse.of("1")));
    fixture.drawing(
        request ->
            Single.timer(3, TimeUnit.SECONDS, fixture.clock)
                .map(t -> ChatFixture.picture("a cat")));
    fixture.history = new LaggingHistoryStore(fixture);
    fixture.send("one", OPTIONS.withImages());
    fixture.after(Duration.ofMillis(3500));
    fixture.send("two", OPTIONS.withMaxHistoryMessages(2));
    fixture.after(Duration.ofSeconds(9));
    assertThat(asked(1)).containsExactly("assistant: <image description=\"a cat\"/>", "user: two");
  }

  /** Reads a second later than it is asked to. */
  private record LaggingHistoryStore(HistoryStore memory, ChatFixture world)
      implements HistoryStore {
    LaggingHistoryStore(ChatFixture fixture) {
      this(HistoryStore.inMemory(), fixture);
    }

    @Override
    public Completable append(String conversation, HistoryEntry entry) {
      return memory.append(conversation, entry);
    }

    @Override
    public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
      return Single.timer(1, TimeUnit.SECONDS, world.clock)
          .flatMap(tick -> memory.recentEntries(conversation, limit));
    }

    @Override
    public Single<List<HistoryEntry>> edit(
        String conversation, UnaryOperator<List<HistoryEntry>> change) {
      return memory.edit(conversation, change);
    }
  }

  @Test
  void aPictureOfTheModelsOwnThatCannotBeRememberedHasItsEnd() {
    fixture.answering(ChatResponse.of("").withImages(List.of(ChatFixture.picture("a cat"))));
    fixture.history = new FailingHistoryStore(HistoryStore.inMemory());
    assertThat(trace(OPTIONS))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "complete REGULAR '' last of 1",
            "image start 'a cat'",
            "image failed internal",
            "end COMPLETED messages 1 images 0");
  }

  /** Remembers no picture. */
  private record FailingHistoryStore(HistoryStore memory) implements HistoryStore {
    @Override
    public Completable append(String conversation, HistoryEntry entry) {
      return entry.picture() == null
          ? memory.append(conversation, entry)
          : Completable.error(new IllegalStateException("full"));
    }

    @Override
    public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
      return memory.recentEntries(conversation, limit);
    }

    @Override
    public Single<List<HistoryEntry>> edit(
        String conversation, UnaryOperator<List<HistoryEntry>> change) {
      return memory.edit(conversation, change);
    }
  }

  @Test
  void aGapIsNoticedAlsoIfTheFirstWordMayTakeLonger() {
    Deadlines limits =
        Deadlines.DEFAULT.withFirstToken(Duration.ofSeconds(5)).withGap(Duration.ofSeconds(2));
    fixture.answering(
        Flowable.<ChatUpdate>just(new ChatUpdate.TextDelta("we")).concatWith(Flowable.never()));
    TestSubscriber<ChatEvent> exchange = fixture.send("hi", OPTIONS.withDeadlines(limits));
    fixture.after(Duration.ofMillis(1999));
    assertThat(EventTrace.of(exchange.values())).endsWith("tokens 'we'");
    fixture.after(Duration.ofMillis(1));
    assertThat(EventTrace.of(exchange.values()))
        .endsWith("failed timedOut", "end FAILED messages 0 images 0");
  }

  private static final ToolCall CALL = new ToolCall("c1", "look", "{}");
  private static final ChatOptions WITH_TOOL =
      OPTIONS.withTools(Tool.of("look", "looks", "{}").withFunction(call -> Single.just("rain")));

  @Test
  void aModelThatFailsAfterItHasCalledAToolIsToldWhatCameOfIt() {
    fixture.answering(
        Flowable.<ChatUpdate>just(ChatResponse.of("").withToolCalls(CALL))
            .concatWith(Flowable.error(new IllegalStateException("too late"))));
    fixture.answering(ChatResponse.of("It rains."));
    assertThat(trace(WITH_TOOL))
        .endsWith("complete REGULAR 'It rains.' last of 1", "end COMPLETED messages 1 images 0");
  }

  @Test
  void aFollowUpThatCallsAToolIsNoSecondMessageOfAnAssistantInARow() {
    fixture.answering(ChatResponse.of("Let me see.").withNext());
    fixture
        .answering(ChatResponse.of("").withToolCalls(CALL))
        .answering(ChatResponse.of("It rains."));
    fixture.send("hi", WITH_TOOL.withAutoTurn());
    fixture.after(Duration.ofMinutes(1));
    assertThat(asked(2)).containsExactly("user: hi", "assistant: Let me see.", "tool: rain");
  }
}
