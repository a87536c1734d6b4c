package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever waits for what comes gets it, and it is right. */
@VertxTest
class BlockingCallersTest {
  private static final int WORDS = 5_000;

  private final Vertx vertx;
  private final AnimusClient client;

  BlockingCallersTest(Vertx vertx) {
    this.vertx = vertx;
    client =
        AnimusClient.builder(vertx)
            .chatModel(
                (StreamingChatModel)
                    request ->
                        Flowable.range(0, WORDS)
                            .<ChatUpdate>map(i -> new ChatUpdate.TextDelta(i + " "))
                            .concatWith(Flowable.just(ChatResponse.of("done"))))
            .imageModel(request -> Single.just(ChatFixture.picture(request.prompt())))
            .options(ChatFixture.OPTIONS.withStreaming(true))
            .build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  static Stream<ThreadingModel> modelsInWhichOneMayBlock() {
    return Runtime.version().feature() < 21
        ? Stream.of(ThreadingModel.WORKER)
        : Stream.of(ThreadingModel.WORKER, ThreadingModel.VIRTUAL_THREAD);
  }

  private String heard(String id) {
    Flowable<ChatEvent> exchange = client.chat(id).send("hi");
    String text = text(exchange.blockingIterable(2));
    client.chat(id).generateImage("a cat").blockingGet();
    return text.equals(text(exchange.blockingIterable())) ? text : "another the second time";
  }

  private static String text(Iterable<ChatEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      text.append(event instanceof MessageTokens tokens ? tokens.content() : "");
    }
    return text.toString();
  }

  private static final String ALL =
      IntStream.range(0, WORDS).mapToObj(i -> i + " ").collect(Collectors.joining());

  @Test
  void aPlainThread() {
    assertThat(heard("plain")).isEqualTo(ALL);
  }

  @Test
  void aBlockOfAnEventLoopContext() {
    List<Future<String>> blocks = IntStream.range(0, 8).mapToObj(this::block).toList();
    blocks.forEach(it -> assertThat(inTime(it)).isEqualTo(ALL));
  }

  private Future<String> block(int number) {
    return vertx.executeBlocking(() -> heard("block" + number), false);
  }

  @ParameterizedTest
  @MethodSource("modelsInWhichOneMayBlock")
  void aVerticleThatMayBlock(ThreadingModel model) {
    int instances = 30; // more than there are worker threads
    String[] heard = new String[1];
    DeploymentOptions options = new DeploymentOptions().setThreadingModel(model);
    Future<String> deployed =
        vertx.deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    heard[0] = heard("verticle" + System.identityHashCode(this));
                    return Future.succeededFuture();
                  }
                },
            options.setInstances(instances));
    inTime(deployed);
    assertThat(heard[0]).isEqualTo(ALL);
  }

  private static <T> T inTime(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (Exception late) {
      throw new AssertionError(late);
    }
  }
}
