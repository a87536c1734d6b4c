package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** What the simulation found, each on its own. */
@ExtendWith(TestVertx.class)
class SimulatedFaultsTest {
  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private List<String> trace(ChatOptions options) {
    return Trace.of(world.send("hi", options).values());
  }

  private List<String> asked(int request) {
    List<Message> all = world.asked.get(request).messages();
    return all.subList(1, all.size()).stream()
        .map(message -> message.role().wireName() + ": " + message.content())
        .toList();
  }

  @Test
  void aModelThatFailsAfterItsReplyHasAnswered() {
    world.answering(
        Flowable.<ChatPart>just(new ChatPart.Words("yes"), ChatReply.of("yes"))
            .concatWith(Flowable.error(new IllegalStateException("too late"))));
    assertThat(trace(OPTIONS))
        .containsExactly(
            "start REGULAR 'hi'",
            "tokens 'yes'",
            "complete REGULAR 'yes' last of 1",
            "end COMPLETED messages 1 images 0");
    assertThat(world.said()).containsExactly("user: hi", "assistant: yes");
  }

  @Test
  void aModelThatNeverEndsAfterItsReplyIsNotWaitedFor() {
    world.answering(Flowable.<ChatPart>just(ChatReply.of("yes")).concatWith(Flowable.never()));
    assertThat(trace(OPTIONS)).endsWith("end COMPLETED messages 1 images 0");
    assertThat(world.cancelled).containsExactly("chat");
  }

  @Test
  void aPictureIsThereAlthoughItsModelFailsOrNeverEndsAfterIt() {
    for (Flowable<ImagePart> end :
        List.of(Flowable.<ImagePart>never(), Flowable.<ImagePart>error(new Error("too late")))) {
      world = new World(world.vertx);
      world.answering(ChatReply.of("look").promising("a cat")).drawing(ending(end));
      assertThat(trace(OPTIONS.drawing()))
          .endsWith("image complete mem:a-cat", "end COMPLETED messages 1 images 1");
    }
  }

  private static ImageModel ending(Flowable<ImagePart> end) {
    return new ImageModel() {
      @Override
      public Single<Image> generate(ImageRequest request) {
        return stream(request).ofType(Image.class).firstOrError();
      }

      @Override
      public Flowable<ImagePart> stream(ImageRequest request) {
        return Flowable.<ImagePart>just(World.picture(request.prompt())).concatWith(end);
      }
    };
  }

  @Test
  void whatIsAnsweredComesLastWhateverIsRememberedMeanwhile() {
    world.answering(ChatReply.of("look").promising("a cat"));
    world.answering(Flowable.timer(1, TimeUnit.SECONDS, world.clock).map(t -> ChatReply.of("1")));
    world.drawing(
        request -> Single.timer(3, TimeUnit.SECONDS, world.clock).map(t -> World.picture("a cat")));
    world.history = new Lagging(world);
    world.send("one", OPTIONS.drawing());
    world.after(Duration.ofMillis(3500));
    world.send("two", OPTIONS.remembering(2));
    world.after(Duration.ofSeconds(9));
    assertThat(asked(1)).containsExactly("assistant: <image description=\"a cat\"/>", "user: two");
  }

  /** Reads a second later than it is asked to. */
  private record Lagging(History memory, World world) implements History {
    Lagging(World world) {
      this(History.inMemory(), world);
    }

    @Override
    public Completable append(String conversation, Entry entry) {
      return memory.append(conversation, entry);
    }

    @Override
    public Single<List<Entry>> recent(String conversation, int limit) {
      return Single.timer(1, TimeUnit.SECONDS, world.clock)
          .flatMap(tick -> memory.recent(conversation, limit));
    }

    @Override
    public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
      return memory.edit(conversation, change);
    }
  }

  @Test
  void aPictureOfTheModelsOwnThatCannotBeRememberedHasItsEnd() {
    world.answering(ChatReply.of("").drawing(List.of(World.picture("a cat"))));
    world.history = new Failing(History.inMemory());
    assertThat(trace(OPTIONS))
        .containsExactly(
            "start REGULAR 'hi'",
            "complete REGULAR '' last of 1",
            "image start 'a cat'",
            "image failed internal",
            "end COMPLETED messages 1 images 0");
  }

  /** Remembers no picture. */
  private record Failing(History memory) implements History {
    @Override
    public Completable append(String conversation, Entry entry) {
      return entry.picture() == null
          ? memory.append(conversation, entry)
          : Completable.error(new IllegalStateException("full"));
    }

    @Override
    public Single<List<Entry>> recent(String conversation, int limit) {
      return memory.recent(conversation, limit);
    }

    @Override
    public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
      return memory.edit(conversation, change);
    }
  }

  @Test
  void aGapIsNoticedAlsoIfTheFirstWordMayTakeLonger() {
    Deadlines limits =
        Deadlines.DEFAULT.firstToken(Duration.ofSeconds(5)).gap(Duration.ofSeconds(2));
    world.answering(Flowable.<ChatPart>just(new ChatPart.Words("we")).concatWith(Flowable.never()));
    TestSubscriber<ChatEvent> exchange = world.send("hi", OPTIONS.deadlines(limits));
    world.after(Duration.ofMillis(1999));
    assertThat(Trace.of(exchange.values())).endsWith("tokens 'we'");
    world.after(Duration.ofMillis(1));
    assertThat(Trace.of(exchange.values()))
        .endsWith("failed timedOut", "end FAILED messages 0 images 0");
  }

  private static final ToolCall CALL = new ToolCall("c1", "look", "{}");
  private static final ChatOptions WITH_TOOL =
      OPTIONS.tools(Tool.of("look", "looks", "{}").doing(call -> Single.just("rain")));

  @Test
  void aModelThatFailsAfterItHasCalledAToolIsToldWhatCameOfIt() {
    world.answering(
        Flowable.<ChatPart>just(ChatReply.of("").calling(CALL))
            .concatWith(Flowable.error(new IllegalStateException("too late"))));
    world.answering(ChatReply.of("It rains."));
    assertThat(trace(WITH_TOOL))
        .endsWith("complete REGULAR 'It rains.' last of 1", "end COMPLETED messages 1 images 0");
  }

  @Test
  void aFollowUpThatCallsAToolIsNoSecondMessageOfAnAssistantInARow() {
    world.answering(ChatReply.of("Let me see.").andMore());
    world.answering(ChatReply.of("").calling(CALL)).answering(ChatReply.of("It rains."));
    world.send("hi", WITH_TOOL.inTurns());
    world.after(Duration.ofMinutes(1));
    assertThat(asked(2)).containsExactly("user: hi", "assistant: Let me see.", "tool: rain");
  }
}
