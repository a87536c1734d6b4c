package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
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

/** A client in virtual time, with models that answer what the test says. */
final class World {
  static final ChatOptions OPTIONS = ChatOptions.of("m", "Be kind.");

  final TestScheduler clock = new TestScheduler();
  final List<ChatRequest> asked = new ArrayList<>();
  final List<ImageRequest> drawn = new ArrayList<>();
  final List<String> cancelled = new ArrayList<>();
  final Deque<Flowable<ChatPart>> answers = new ArrayDeque<>();
  Detection detection = Detection.SERVER;
  ImageModel images = request -> Single.just(picture(request.prompt()));
  ImageStore attachments = ImageStore.inMemory(1 << 20);
  Guardrail guardrail = Guardrail.none();
  History history = History.inMemory();
  final Vertx vertx;
  private AnimusClient client;

  World(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The next answer of the model. */
  World answering(ChatReply reply) {
    answers.add(Flowable.just(reply));
    return this;
  }

  World answering(Flowable<ChatPart> answer) {
    answers.add(answer);
    return this;
  }

  World drawing(ImageModel images) {
    this.images = images;
    return this;
  }

  AnimusClient client() {
    if (client == null) {
      ChatModel model =
          (StreamingChatModel)
              request -> {
                asked.add(request);
                Flowable<ChatPart> answer =
                    answers.isEmpty() ? Flowable.just(ChatReply.of("ok")) : answers.poll();
                return answer.doOnCancel(() -> cancelled.add("chat"));
              };
      ImageModel observed =
          request -> {
            drawn.add(request);
            return images.generate(request).doOnDispose(() -> cancelled.add("image"));
          };
      client =
          AnimusClient.builder(vertx)
              .chatModel(model.detecting(detection))
              .imageModel(observed)
              .attachments(attachments)
              .history(history)
              .guardrail(guardrail)
              .options(OPTIONS)
              .clock(clock)
              .random(new Most())
              .build();
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

  World after(Duration time) {
    clock.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  List<Entry> remembered() {
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
        new Image.Generation("painter", "g1", null, Duration.ofSeconds(2), null, null),
        Image.Lineage.NONE,
        false);
  }

  /** Always the most turns, the mean typing time, and different ids. */
  static final class Most implements RandomGenerator {
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
