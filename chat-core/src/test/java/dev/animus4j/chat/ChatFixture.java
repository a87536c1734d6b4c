package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A client in virtual time, with models that answer what the test says. */
final class ChatFixture {
  static final ChatOptions OPTIONS = ChatOptions.of("m", "Be kind.");

  final TestScheduler clock = new TestScheduler();
  final List<ChatRequest> asked = new ArrayList<>();
  final List<ImageRequest> drawn = new ArrayList<>();
  final List<String> cancelled = new ArrayList<>();
  final Deque<Flowable<ChatUpdate>> answers = new ArrayDeque<>();
  ImagePromptDetection detection = ImagePromptDetection.SERVER;
  ImageModel images = request -> Single.just(picture(request.prompt()));
  ImageStore attachments = ImageStore.inMemory(1 << 20);
  Guardrail guardrail = Guardrail.none();
  HistoryStore history = HistoryStore.inMemory();
  @Nullable Ledger ledger = Boolean.getBoolean("fixture.ledger") ? Ledger.inMemory() : null;
  final Vertx vertx;
  private AnimusClient client;

  ChatFixture(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The next answer of the model. */
  ChatFixture answering(ChatResponse response) {
    answers.add(Flowable.just(response));
    return this;
  }

  ChatFixture answering(Flowable<ChatUpdate> answer) {
    answers.add(answer);
    return this;
  }

  ChatFixture drawing(ImageModel images) {
    this.images = images;
    return this;
  }

  AnimusClient client() {
    if (client == null) {
      ChatModel model =
          (StreamingChatModel)
              request -> {
                asked.add(request);
                Flowable<ChatUpdate> answer =
                    answers.isEmpty() ? Flowable.just(ChatResponse.of("ok")) : answers.poll();
                return answer.doOnCancel(() -> cancelled.add("chat"));
              };
      ImageModel observed =
          request -> {
            drawn.add(request);
            return images.generate(request).doOnDispose(() -> cancelled.add("image"));
          };
      AnimusClientBuilder builder =
          AnimusClient.builder(vertx)
              .chatModel(model.withImageDetection(detection))
              .imageModel(observed)
              .imageStore(attachments)
              .history(history)
              .guardrail(guardrail)
              .options(OPTIONS)
              .scheduler(clock)
              .random(new FixedRandom());
      client = (ledger == null ? builder : builder.ledger(ledger)).build();
    }
    return client;
  }

  Chat chat() {
    return client().chat();
  }

  TestSubscriber<ChatEvent> send(String text, ChatOptions options) {
    TestSubscriber<ChatEvent> exchange = chat().send(text, options).test();
    clock.triggerActions();
    return exchange;
  }

  ChatFixture after(Duration time) {
    clock.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  List<HistoryEntry> remembered() {
    return chat().history().get().blockingGet();
  }

  List<String> said() {
    return remembered().stream()
        .map(e -> e.message().role().wireName() + ": " + e.message().content())
        .toList();
  }

  static Image picture(String prompt) {
    return new Image(
        URI.create("mem:" + prompt.replaceAll("[^a-z]+", "-")),
        new Image.Format("image/png", 4, 3, 99),
        prompt,
        new Image.Generation("test", "painter", "g1", null, Duration.ofSeconds(2), null, null),
        Image.Lineage.NONE,
        false);
  }

  /** Always the most turns, the mean typing time, and different ids. */
  static final class FixedRandom implements RandomGenerator {
    private long ids;

    @Override
    public long nextLong() {
      return ++ids;
    }

    @Override
    public int nextInt(int bound) {
      return bound - 1;
    }

    @Override
    public double nextDouble() {
      return 0.5;
    }
  }
}
