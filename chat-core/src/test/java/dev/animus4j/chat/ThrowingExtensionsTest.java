package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of others throws anything, once, at any of its calls; the conversation stays usable. */
@VertxTest
class ThrowingExtensionsTest {
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
  private static final class OneTimeThrower {
    private final String seam;
    private final int when;
    private final Throwable what;
    private int calls;

    OneTimeThrower(String seam, int when, Throwable what) {
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
        survives(new OneTimeThrower(seam, when, what), vertx);
      }
    }
  }

  @Test
  void everyStepOfClosingIsDone(Vertx vertx) {
    for (Throwable what : everything()) {
      List<String> done = new ArrayList<>();
      OneTimeThrower oneTimeThrower = new OneTimeThrower("closing", 1, what);
      AnimusClient client =
          builder(oneTimeThrower, vertx)
              .onClose(() -> oneTimeThrower.at("closing", Completable.complete()))
              .onClose(() -> Completable.fromAction(() -> done.add("last")))
              .build();
      TestObserver<Void> closed = client.closeAsync().test();
      clock.triggerActions();
      closed.awaitDone(30, TimeUnit.SECONDS).assertError(failure -> true);
      assertThat(done).containsExactly("last");
      client.closeAsync().test().awaitDone(30, TimeUnit.SECONDS);
    }
  }

  private void survives(OneTimeThrower oneTimeThrower, Vertx vertx) throws InterruptedException {
    AnimusClient client = builder(oneTimeThrower, vertx).build();
    String where =
        "%s, call %d, %s".formatted(oneTimeThrower.seam, oneTimeThrower.when, oneTimeThrower.what);
    for (int i = 0; i < 3; i++) {
      TestSubscriber<ChatEvent> exchange = new TestSubscriber<>();
      Flowable<ChatEvent> sent = client.chat("x").send(shown());
      bombed(sent, oneTimeThrower).subscribe(event -> {}, failure -> {});
      sent.subscribe(exchange);
      TestObserver<Image> drawn = client.chat("x").generateImage("a dog").test();
      pass();
      exchange.assertComplete();
      assertThat(exchange.values()).as(where).last().isInstanceOf(ExchangeCompleted.class);
      assertThat(drawn.await(0, TimeUnit.SECONDS)).as(where).isTrue();
    }
    oneTimeThrower.calls = MOST_CALLS;
    TestSubscriber<ChatEvent> last = client.chat("x").send("are you there?").test();
    pass();
    ChatEvent end = last.values().get(last.values().size() - 1);
    assertThat(((ExchangeCompleted) end).outcome()).as(where).isEqualTo(ExchangeOutcome.COMPLETED);
    TestObserver<Void> closed = client.closeAsync().test();
    pass();
    closed.assertComplete();
  }

  private static Message shown() {
    return Message.user("look").withAttachments(List.of(Attachment.of("image/gif", GIF)));
  }

  private static Flowable<ChatEvent> bombed(
      Flowable<ChatEvent> sent, OneTimeThrower oneTimeThrower) {
    return sent.doOnNext(event -> oneTimeThrower.at("subscriber"));
  }

  private void pass() {
    clock.advanceTimeBy(5, TimeUnit.MINUTES);
  }

  private AnimusClientBuilder builder(OneTimeThrower oneTimeThrower, Vertx vertx) {
    SplittableRandom random = new SplittableRandom(1);
    ChatModel classifier =
        request -> oneTimeThrower.at("classifier", Single.just(ChatResponse.of("{}")));
    ChatModel model = model(oneTimeThrower);
    return AnimusClient.builder(vertx)
        .chatModel(model.withImageDetection(ImagePromptDetection.classifier(classifier)))
        .imageModel(images(oneTimeThrower))
        .imageStore(store(oneTimeThrower))
        .history(history(oneTimeThrower).withSummaries(model))
        .guardrail(guardrail(oneTimeThrower), Duration.ofSeconds(5))
        .scheduler(clock)
        .random(() -> oneTimeThrower.at("random", random.nextLong()))
        .options(options(oneTimeThrower));
  }

  private static ChatOptions options(OneTimeThrower oneTimeThrower) {
    UnaryOperator<Tool> function =
        tool ->
            tool.withFunction(
                call ->
                    oneTimeThrower.at(
                        "tool",
                        Single.fromCallable(
                            () -> oneTimeThrower.at("tool is subscribed to", "42"))));
    return ChatOptions.of("m", "Be kind.")
        .withImages()
        .withAutoTurn()
        .withTools(function.apply(Tool.of("f", "does something", "{\"type\":\"object\"}")))
        .withMaxHistoryTokens(4_000, (message, name) -> oneTimeThrower.at("token counter", 7))
        .withOverlap(OverlapPolicy.queue());
  }

  private static ChatModel model(OneTimeThrower oneTimeThrower) {
    int[] asked = {0};
    return (StreamingChatModel)
        request -> {
          oneTimeThrower.at("model is called");
          boolean calls = asked[0]++ % 3 == 0;
          ChatResponse said = ChatResponse.of("One. Two.");
          ChatResponse response =
              calls ? said.withToolCalls(List.of(new ToolCall("k" + asked[0], "f", "{}"))) : said;
          return Flowable.defer(
              () ->
                  oneTimeThrower
                      .at("model is subscribed to", Flowable.just("One. ", "Two."))
                      .<ChatUpdate>map(
                          word -> new ChatUpdate.TextDelta(oneTimeThrower.at("model speaks", word)))
                      .concatWith(
                          Flowable.just(calls ? response : response.withImagePrompt("a cat"))));
        };
  }

  private static ImageModel images(OneTimeThrower oneTimeThrower) {
    return request ->
        oneTimeThrower.at(
            "image model is called",
            Single.fromCallable(
                () ->
                    oneTimeThrower.at(
                        "image model is subscribed to", ChatFixture.picture(request.prompt()))));
  }

  private static Guardrail guardrail(OneTimeThrower oneTimeThrower) {
    return new Guardrail() {
      @Override
      public boolean appliesTo(GuardrailStage stage) {
        return oneTimeThrower.at("guardrail chooses", stage != GuardrailStage.OUTPUT);
      }

      @Override
      public Single<Verdict> moderate(GuardrailInput input) {
        return oneTimeThrower.at("guardrail judges", Single.just(Verdict.allow()));
      }
    };
  }

  private static HistoryStore history(OneTimeThrower oneTimeThrower) {
    HistoryStore kept = HistoryStore.inMemory();
    return new HistoryStore() {
      @Override
      public Completable append(String conversation, HistoryEntry entry) {
        oneTimeThrower.at("history appends");
        return Completable.defer(
            () -> oneTimeThrower.at("history is subscribed to", kept.append(conversation, entry)));
      }

      @Override
      public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
        return oneTimeThrower.at("history reads", kept.recentEntries(conversation, limit));
      }

      @Override
      public Single<List<HistoryEntry>> edit(
          String conversation, UnaryOperator<List<HistoryEntry>> change) {
        return kept.edit(conversation, change);
      }
    };
  }

  private static ImageStore store(OneTimeThrower oneTimeThrower) {
    ImageStore kept = ImageStore.inMemory(1 << 20);
    return new ImageStore() {
      @Override
      public Single<Stored> write(String model, Flowable<Buffer> bytes) {
        return oneTimeThrower.at("store writes", kept.write(model, bytes));
      }

      @Override
      public Flowable<Buffer> read(URI location) {
        oneTimeThrower.at("store reads");
        return kept.read(location).map(piece -> oneTimeThrower.at("store reads on", piece));
      }

      @Override
      public Completable delete(URI location) {
        return kept.delete(location);
      }
    };
  }
}
