package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.Outcome;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageStore;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of others throws anything, once, at any of its calls; the conversation stays usable. */
@ExtendWith(TestVertx.class)
class ThrownAnywhereTest {
  private static final byte[] GIF =
      "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;".getBytes(StandardCharsets.ISO_8859_1);

  private static final int MOST_CALLS = 6;

  private final TestScheduler clock = new TestScheduler();
  private final List<Throwable> unheard = new ArrayList<>();

  @BeforeEach
  void listen() {
    RxJavaPlugins.setErrorHandler(unheard::add);
  }

  @AfterEach
  void leave() {
    RxJavaPlugins.setErrorHandler(null);
  }

  private static List<Throwable> everything() {
    return List.of(
        new IllegalStateException("runtime"),
        new IOException("checked"),
        new AssertionError("assertion"),
        new NoClassDefFoundError("com/example/Optional"),
        new StackOverflowError("deep"),
        new OutOfMemoryError("full"));
  }

  /** Throws at one call of one seam. */
  private static final class Bomb {
    private final String seam;
    private final int when;
    private final Throwable what;
    private int calls;

    Bomb(String seam, int when, Throwable what) {
      this.seam = seam;
      this.when = when;
      this.what = what;
    }

    void at(String here) {
      if (here.equals(seam) && ++calls == when) {
        throwAny(what);
      }
    }

    <T> T at(String here, T result) {
      at(here);
      return result;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwAny(Throwable any) throws E {
      throw (E) any;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model is called",
        "model is subscribed to",
        "model speaks",
        "classifier",
        "image model is called",
        "image model is subscribed to",
        "history appends",
        "history is subscribed to",
        "history reads",
        "store writes",
        "store reads",
        "store reads on",
        "guardrail chooses",
        "guardrail judges",
        "token counter",
        "tool",
        "tool is subscribed to",
        "random",
        "subscriber"
      })
  void theNextMessageIsAnsweredAndTheClientCloses(String seam, Vertx vertx)
      throws InterruptedException {
    for (Throwable what : everything()) {
      for (int when = 1; when <= MOST_CALLS; when++) {
        survives(new Bomb(seam, when, what), vertx);
      }
    }
  }

  @Test
  void everyStepOfClosingIsDone(Vertx vertx) {
    for (Throwable what : everything()) {
      List<String> done = new ArrayList<>();
      Bomb bomb = new Bomb("closing", 1, what);
      AnimusClient client =
          builder(bomb, vertx)
              .onClose(Completable.defer(() -> bomb.at("closing", Completable.complete())))
              .onClose(Completable.fromAction(() -> done.add("last")))
              .build();
      TestObserver<Void> closed = client.close().test();
      clock.triggerActions();
      closed.awaitDone(30, TimeUnit.SECONDS).assertError(failure -> true);
      assertThat(done).containsExactly("last");
      client.close().test().awaitDone(30, TimeUnit.SECONDS);
    }
  }

  private void survives(Bomb bomb, Vertx vertx) throws InterruptedException {
    AnimusClient client = builder(bomb, vertx).build();
    String where = "%s, call %d, %s".formatted(bomb.seam, bomb.when, bomb.what);
    for (int i = 0; i < 3; i++) {
      TestSubscriber<ChatEvent> exchange = new TestSubscriber<>();
      Flowable<ChatEvent> sent = client.chat("x").send(shown());
      bombed(sent, bomb).subscribe(event -> {}, failure -> {});
      sent.subscribe(exchange);
      TestObserver<Image> drawn = client.chat("x").generateImage("a dog").test();
      pass();
      exchange.assertComplete();
      assertThat(exchange.values()).as(where).last().isInstanceOf(ExchangeCompleted.class);
      assertThat(drawn.await(0, TimeUnit.SECONDS)).as(where).isTrue();
    }
    bomb.calls = MOST_CALLS;
    TestSubscriber<ChatEvent> last = client.chat("x").send("are you there?").test();
    pass();
    ChatEvent end = last.values().get(last.values().size() - 1);
    assertThat(((ExchangeCompleted) end).outcome()).as(where).isEqualTo(Outcome.COMPLETED);
    TestObserver<Void> closed = client.close().test();
    pass();
    closed.assertComplete();
  }

  private static Message shown() {
    return Message.user("look").showing(List.of(Attachment.of("image/gif", GIF)));
  }

  private static Flowable<ChatEvent> bombed(Flowable<ChatEvent> sent, Bomb bomb) {
    return sent.doOnNext(event -> bomb.at("subscriber"));
  }

  private void pass() {
    clock.advanceTimeBy(5, TimeUnit.MINUTES);
  }

  private ClientBuilder builder(Bomb bomb, Vertx vertx) {
    SplittableRandom random = new SplittableRandom(1);
    ChatModel classifier = request -> bomb.at("classifier", Single.just(ChatReply.of("{}")));
    ChatModel model = model(bomb);
    return AnimusClient.builder(vertx)
        .chatModel(model.detecting(Detection.classifier(classifier)))
        .imageModel(images(bomb))
        .attachments(store(bomb))
        .history(history(bomb).summarising(model))
        .guardrail(guardrail(bomb), Duration.ofSeconds(5))
        .clock(clock)
        .random(() -> bomb.at("random", random.nextLong()))
        .options(options(bomb));
  }

  private static ChatOptions options(Bomb bomb) {
    UnaryOperator<Tool> function =
        tool ->
            tool.doing(
                call ->
                    bomb.at(
                        "tool", Single.fromCallable(() -> bomb.at("tool is subscribed to", "42"))));
    return ChatOptions.of("m", "Be kind.")
        .drawing()
        .inTurns()
        .tools(function.apply(Tool.of("f", "does something", "{\"type\":\"object\"}")))
        .rememberingTokens(4_000, (message, name) -> bomb.at("token counter", 7))
        .overlap(Overlap.queue());
  }

  private static ChatModel model(Bomb bomb) {
    int[] asked = {0};
    return (StreamingChatModel)
        request -> {
          bomb.at("model is called");
          boolean calls = asked[0]++ % 3 == 0;
          ChatReply said = ChatReply.of("One. Two.");
          ChatReply reply =
              calls ? said.calling(List.of(new ToolCall("k" + asked[0], "f", "{}"))) : said;
          return Flowable.defer(
              () ->
                  bomb.at("model is subscribed to", Flowable.just("One. ", "Two."))
                      .<ChatPart>map(word -> new ChatPart.Words(bomb.at("model speaks", word)))
                      .concatWith(Flowable.just(calls ? reply : reply.promising("a cat"))));
        };
  }

  private static ImageModel images(Bomb bomb) {
    return request ->
        bomb.at(
            "image model is called",
            Single.fromCallable(
                () -> bomb.at("image model is subscribed to", World.picture(request.prompt()))));
  }

  private static Guardrail guardrail(Bomb bomb) {
    return new Guardrail() {
      @Override
      public boolean judges(Stage stage) {
        return bomb.at("guardrail chooses", stage != Stage.OUTPUT);
      }

      @Override
      public Single<Verdict> judge(Matter matter) {
        return bomb.at("guardrail judges", Single.just(Verdict.allowed()));
      }
    };
  }

  private static History history(Bomb bomb) {
    History kept = History.inMemory();
    return new History() {
      @Override
      public Completable append(String conversation, Entry entry) {
        bomb.at("history appends");
        return Completable.defer(
            () -> bomb.at("history is subscribed to", kept.append(conversation, entry)));
      }

      @Override
      public Single<List<Entry>> recent(String conversation, int limit) {
        return bomb.at("history reads", kept.recent(conversation, limit));
      }

      @Override
      public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
        return kept.edit(conversation, change);
      }
    };
  }

  private static ImageStore store(Bomb bomb) {
    ImageStore kept = ImageStore.inMemory(1 << 20);
    return new ImageStore() {
      @Override
      public Single<Stored> write(String model, Flowable<Buffer> bytes) {
        return bomb.at("store writes", kept.write(model, bytes));
      }

      @Override
      public Flowable<Buffer> read(URI location) {
        bomb.at("store reads");
        return kept.read(location).map(piece -> bomb.at("store reads on", piece));
      }

      @Override
      public Completable delete(URI location) {
        return kept.delete(location);
      }
    };
  }
}
